// Who speaks with us, and what is asked. The child's output and input are in channels.cpp, how it comes to
// its end is in ending.cpp.
#include "core/holder/program/holder.h"

#include <array>
#include <cerrno>
#include <cstring>

#include <fcntl.h>
#include <signal.h>
#include <sys/epoll.h>
#include <sys/inotify.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <unistd.h>

namespace holder {

namespace {

constexpr std::chrono::seconds UnusedLimit{30};

} // namespace

Holder::Holder(EventLoop &loop, process::FileDescriptor folder, process::FileDescriptor listener,
    process::FileDescriptor signals)
    : m_loop(loop)
    , m_folder(std::move(folder))
    , m_listener(std::move(listener))
    , m_signals(std::move(signals))
{
    m_status.program = AGENTMONITOR_VERSION;
    m_status.holderPid = static_cast<std::uint64_t>(::getpid());
    m_loop.watch(m_listener.get(), EPOLLIN, [this](std::uint32_t) { onConnect(); });
    m_loop.watch(m_signals.get(), EPOLLIN, [this](std::uint32_t) { onSignals(); });
    m_folderChanges.reset(::inotify_init1(IN_NONBLOCK | IN_CLOEXEC));
    const std::string path = "/proc/self/fd/" + std::to_string(m_folder.get());
    if (m_folderChanges.isValid() && ::inotify_add_watch(m_folderChanges.get(), path.c_str(), IN_DELETE) >= 0)
        m_loop.watch(m_folderChanges.get(), EPOLLIN, [this](std::uint32_t) { onFolderChanged(); });
    m_loop.after(UnusedLimit, [this] {
        if (m_status.phase == Phase::Waiting)
            m_loop.quit();
    });
}

void Holder::onConnect()
{
    process::FileDescriptor socket(
        ::accept4(m_listener.get(), nullptr, nullptr, SOCK_NONBLOCK | SOCK_CLOEXEC));
    if (!socket.isValid() || !Connection::isOurs(socket.get()) || m_servers.size() == MaxConnections)
        return;
    m_servers.push_back(std::make_unique<Connection>(m_loop, std::move(socket)));
    Connection *connection = m_servers.back().get();
    connection->begin([this](const Message &message) { onMessage(message); },
        [this, connection] {
            // It is the one that calls.
            m_loop.after(std::chrono::milliseconds(0), [this, connection] { onLost(connection); });
        });
    m_status.outputEnd = m_spool.end();
    connection->send(m_status);
}

void Holder::onLost(const Connection *connection)
{
    m_servers.remove_if([connection](const auto &each) { return each.get() == connection; });
    leaveIfForsaken();
}

// Whoever removes our folder wants nothing of us any more, and nobody could ever find us again.
void Holder::leaveIfForsaken()
{
    if (!m_servers.empty() || ::faccessat(m_folder.get(), "socket", F_OK, 0) == 0)
        return;
    m_leaving = true;
    on(Stop{});
}

void Holder::tell()
{
    m_status.outputEnd = m_spool.end();
    for (const auto &server : m_servers)
        server->send(m_status);
}

void Holder::tellEnd()
{
    for (const auto &server : m_servers)
        server->tellEnd(m_spool.end());
}

void Holder::onMessage(const Message &message)
{
    std::visit([this](const auto &concrete) { on(concrete); }, message);
}

void Holder::on(const Launch &launch)
{
    if (m_status.phase != Phase::Waiting)
        return;
    m_spoolLimit = launch.spoolLimit;
    std::string error;
    if (m_spool.open(m_folder.get(), error) && m_errors.open(m_folder.get()))
        error = m_child.start(launch);
    else if (error.empty())
        error = std::string("its errors cannot be kept: ") + std::strerror(errno);
    if (!error.empty()) {
        m_status.phase = Phase::Failed;
        m_status.error = error;
        m_childGone = true;
        tell();
        return;
    }
    m_status.phase = Phase::Running;
    m_status.childPid = static_cast<std::uint64_t>(m_child.pid());
    watchChild();
    giveInput(); // what came before
    tell();
}

void Holder::on(const Resize &resize)
{
    m_child.resize(resize.columns, resize.rows);
}

void Holder::on(const Release &release)
{
    m_spool.release(release.offset);
    if (!m_unkept.empty())
        retryStalled();
}

void Holder::onSignals()
{
    signalfd_siginfo info{};
    while (::read(m_signals.get(), &info, sizeof info) == sizeof info) {
        if (info.ssi_signo == SIGTERM) { // the machine goes down, or somebody wants it to end
            m_leaving = true;
            on(Stop{});
        }
    }
    reap();
}

void Holder::onFolderChanged()
{
    constexpr std::size_t SomeEvents = 4096;
    std::array<char, SomeEvents> events{};
    while (::read(m_folderChanges.get(), events.data(), events.size()) > 0)
        ;
    leaveIfForsaken();
}

} // namespace holder
