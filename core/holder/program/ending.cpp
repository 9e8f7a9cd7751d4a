// How a child comes to its end, and what is done so that nothing of it stays.
#include "core/holder/program/holder.h"
#include "core/holder/program/offspring.h"

#include <cerrno>
#include <string>

#include <fcntl.h>
#include <signal.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

namespace holder {

namespace {

//! For what is left when the child ended by itself: it may have something to save.
constexpr std::chrono::milliseconds LeftoverGrace{2000};
//! Between two looks at what does not want to die.
constexpr std::chrono::milliseconds SweepInterval{20};
//! SIGKILL waits for what hangs in the kernel; we do not.
constexpr std::chrono::seconds SweepLimit{10};

} // namespace

void Holder::on(const Stop &stop)
{
    if (m_status.phase != Phase::Running) {
        if (m_status.phase == Phase::Waiting)
            m_loop.quit();
        return;
    }
    const bool first = !m_status.stopRequested;
    m_status.stopRequested = true;
    if (m_childGone)
        return;
    if (first) {
        tell();
        if (m_child.onTerminal()) {
            m_child.signalGroup(SIGHUP);
            m_child.signalGroup(SIGCONT);
        } else {
            m_input.add(stop.farewell);
            m_inputEnds = true;
            giveInput();
        }
    }
    if (m_ladder)
        m_loop.cancel(*m_ladder);
    const std::chrono::milliseconds killAfter(stop.killAfterMs);
    m_ladder = m_loop.after(std::chrono::milliseconds(stop.terminateAfterMs), [this, killAfter] {
        terminate();
        m_ladder = m_loop.after(killAfter, [this] { killAll(); });
    });
}

void Holder::terminate()
{
    m_child.signalGroup(SIGTERM);
    m_child.signalGroup(SIGCONT); // one that is halted could not act on it
}

void Holder::killAll()
{
    m_killing = true;
    for (const pid_t pid : offspringOf(::getpid()))
        ::kill(pid, SIGKILL);
}

void Holder::reap()
{
    int status = 0;
    for (;;) {
        const pid_t pid = ::waitpid(-1, &status, WNOHANG);
        if (pid <= 0)
            break;
        if (pid == m_child.pid() && !m_childGone)
            childEnded(status);
    }
    if (m_childGone)
        sweep();
}

void Holder::childEnded(int status)
{
    m_childGone = true;
    if (m_ladder)
        m_loop.cancel(*m_ladder);
    m_ladder.reset();
    m_status.exitCode = WIFEXITED(status) ? static_cast<std::uint64_t>(WEXITSTATUS(status)) : 0;
    m_status.signal = WIFSIGNALED(status) ? static_cast<std::uint64_t>(WTERMSIG(status)) : 0;
    m_input.clear();
    endInput();
    m_sweepBegan = EventLoop::Clock::now();
    if (m_status.stopRequested) {
        killAll();
    } else if (!m_child.onTerminal()) {
        for (const pid_t pid : offspringOf(::getpid()))
            ::kill(pid, SIGTERM);
        m_loop.after(LeftoverGrace, [this] {
            if (!m_swept)
                killAll();
            sweep();
        });
    }
}

// The kernel gives us every process that came from the child and lost its parent, so that none is left when
// there is nobody to wait for.
void Holder::sweep()
{
    if (m_swept || m_status.phase != Phase::Running)
        return;
    const bool anyLeft = ::waitpid(-1, nullptr, WNOHANG) == 0;
    if (anyLeft && m_child.onTerminal() && !m_status.stopRequested) {
        m_swept = true; // what a shell leaves running in the background is meant to stay
    } else if (!anyLeft) {
        m_swept = true;
    } else if (m_killing && EventLoop::Clock::now() - m_sweepBegan > SweepLimit) {
        m_status.left = offspringOf(::getpid()).size();
        m_swept = true;
    } else if (m_killing) {
        killAll(); // children of what was killed may have come to us since
        if (!m_sweepAgain) {
            m_sweepAgain = m_loop.after(SweepInterval, [this] {
                m_sweepAgain.reset();
                reap();
            });
        }
    }
    finishIfDone();
}

void Holder::finishIfDone()
{
    if (m_status.phase != Phase::Running || !m_childGone || !m_swept || !m_unkept.empty())
        return;
    if (m_outputOpen)
        onOutput(); // what is still in the pipe: at most what one call takes
    if (m_status.phase != Phase::Running || !m_unkept.empty())
        return; // the end was found and all is done, or there is no room for it yet
    if (m_outputOpen) {
        // Somebody outside holds our pipe open, or the terminal lives on in the background: what the child
        // wrote itself has been read.
        m_outputOpen = false;
        m_loop.forget(m_child.output());
        m_child.closeOutput();
    }
    if (m_child.errors() >= 0)
        onErrors();
    m_status.phase = Phase::Ended;
    writeEnd();
    tell();
}

void Holder::writeEnd()
{
    const std::string line = std::to_string(m_status.exitCode) + ' ' + std::to_string(m_status.signal) + ' '
        + (m_status.stopRequested ? "1 " : "0 ") + std::to_string(m_spool.end()) + ' '
        + std::to_string(m_status.left) + '\n';
    const process::FileDescriptor file(
        ::openat(m_folder.get(), "end.new", O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, S_IRUSR | S_IWUSR));
    // On a full disk there is no file; then we stay until a server has heard it from us.
    if (file.isValid() && ::write(file.get(), line.data(), line.size()) == static_cast<ssize_t>(line.size()))
        ::renameat(m_folder.get(), "end.new", m_folder.get(), "end");
}

void Holder::on(const Dismiss &)
{
    if (m_status.phase == Phase::Ended || m_status.phase == Phase::Failed)
        m_loop.quit();
}

} // namespace holder
