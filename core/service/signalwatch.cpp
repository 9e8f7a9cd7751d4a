#include "core/service/signalwatch.h"

#include <csignal>
#include <fcntl.h>
#include <unistd.h>

namespace service {

namespace {

int signalPipe[2] = {-1, -1}; // a signal handler can only reach what is static

void onSignal(int number)
{
    const char byte = static_cast<char>(number);
    const ssize_t written = ::write(signalPipe[1], &byte, 1);
    static_cast<void>(written);
    if (number != SIGHUP)
        std::signal(number, SIG_DFL); // the next one is not waited for
}

} // namespace

SignalWatch::SignalWatch(QObject *parent)
    : QObject(parent)
{
    if (::pipe2(signalPipe, O_CLOEXEC | O_NONBLOCK) != 0)
        return; // the signals keep their default action and end the process
    m_notifier = std::make_unique<QSocketNotifier>(signalPipe[0], QSocketNotifier::Read);
    connect(m_notifier.get(), &QSocketNotifier::activated, this, [this] {
        char byte = 0;
        while (::read(signalPipe[0], &byte, 1) > 0) {
            if (byte == SIGHUP)
                Q_EMIT hungUp();
            else
                Q_EMIT endRequested();
        }
    });
    std::signal(SIGTERM, onSignal);
    std::signal(SIGINT, onSignal);
    if (std::signal(SIGHUP, onSignal) == SIG_IGN)
        std::signal(SIGHUP, SIG_IGN); // as nohup wants it
    std::signal(SIGPIPE, SIG_IGN); // a client or child that left is an error of write(), not our end
    std::signal(SIGXFSZ, SIG_IGN); // so is a file that may not grow
}

SignalWatch::~SignalWatch()
{
    std::signal(SIGTERM, SIG_DFL);
    std::signal(SIGINT, SIG_DFL);
    std::signal(SIGHUP, SIG_DFL);
    m_notifier.reset();
    ::close(signalPipe[0]);
    ::close(signalPipe[1]);
}

} // namespace service
