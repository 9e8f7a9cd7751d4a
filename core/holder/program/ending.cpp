// How a child comes to its end, and what is done so that nothing of it stays.
#include "core/holder/program/holder.h"
#include "core/holder/program/offspring.h"

#include <algorithm>
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

//! A rung of the ladder, as long as can be meant at all.
std::chrono::milliseconds rungOf(std::uint64_t milliseconds)
{
    constexpr std::chrono::milliseconds Longest = std::chrono::hours(24);
    return std::chrono::milliseconds(std::min(milliseconds, static_cast<std::uint64_t>(Longest.count())));
}

} // namespace

void Holder::on(const Stop &stop)
{
    if (m_status.phase != Phase::Running) {
        if (m_status.phase == Phase::Waiting || m_leaving)
            m_loop.quit();
        return;
    }
    const bool first = !std::exchange(m_status.stopRequested, true);
    if (m_childGone) {
        killAll(); // what it left behind has no more time
        reap();
        return;
    }
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
    // Who asks again may be in a greater hurry, but never gives it more time.
    const auto terminateAt = EventLoop::Clock::now() + rungOf(stop.terminateAfterMs);
    m_terminateAt = std::min(m_terminateAt, terminateAt);
    m_killAt = std::min(m_killAt, terminateAt + rungOf(stop.killAfterMs));
    descend();
}

void Holder::descend()
{
    const EventLoop::Clock::time_point now = EventLoop::Clock::now();
    if (m_ladder)
        m_loop.cancel(*m_ladder);
    m_ladder.reset();
    if (!m_terminated && now >= m_terminateAt) {
        m_terminated = true;
        terminate();
    }
    if (now >= m_killAt) {
        killAll();
        return;
    }
    const auto next = m_terminated ? m_killAt : std::min(m_terminateAt, m_killAt);
    m_ladder = m_loop.after(std::chrono::ceil<std::chrono::milliseconds>(next - now), [this] {
        m_ladder.reset();
        descend();
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
    pid_t pid = 0;
    while ((pid = ::waitpid(-1, &status, WNOHANG)) > 0) {
        if (pid == m_child.pid() && !m_childGone)
            childEnded(status);
    }
    if (m_childGone)
        sweep(pid == 0);
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
            reap();
        });
    }
}

// The kernel gives us every process that came from the child and lost its parent, so that none is left when
// there is nobody to wait for.
void Holder::sweep(bool anyLeft)
{
    if (m_swept || m_status.phase != Phase::Running)
        return;
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
    if (m_swept && !m_unkept.empty())
        retryStalled(); // the limit does not count any more
    else
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
    if (m_leaving)
        m_loop.quit();
    leaveIfForsaken();
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
