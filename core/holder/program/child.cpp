#include "core/holder/program/child.h"

#include <array>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <vector>

#include <fcntl.h>
#include <linux/close_range.h>
#include <signal.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

namespace holder {

namespace {

constexpr unsigned FirstOtherDescriptor = 3;
constexpr int PipeBytes
    = 1024 * 1024; // a burst need not wait for us; the kernel may refuse, then it is 64 KiB

//! What failed between fork and exec.
struct Failure
{
    int step;
    int code;
};

enum Step { Parent, Terminal, Directory, Channels, Exec };

std::string wordsOf(const Failure &failure, const Launch &launch)
{
    const std::string reason = std::strerror(failure.code);
    switch (failure.step) {
    case Directory:
        return "directory " + launch.directory + ": " + reason;
    case Terminal:
        return "its terminal: " + reason;
    case Exec:
        return launch.program + ": " + reason;
    default:
        return reason;
    }
}

bool makePipe(process::FileDescriptor &readEnd, process::FileDescriptor &writeEnd)
{
    std::array<int, 2> ends{};
    if (::pipe2(ends.data(), O_CLOEXEC) != 0)
        return false;
    // A child's channels are put over 0 to 2 before ours are, so ours must not be there.
    readEnd.reset(::fcntl(ends[0], F_DUPFD_CLOEXEC, FirstOtherDescriptor));
    writeEnd.reset(::fcntl(ends[1], F_DUPFD_CLOEXEC, FirstOtherDescriptor));
    ::close(ends[0]);
    ::close(ends[1]);
    return readEnd.isValid() && writeEnd.isValid();
}

void setNonBlocking(const process::FileDescriptor &fd)
{
    ::fcntl(fd.get(), F_SETFL, ::fcntl(fd.get(), F_GETFL) | O_NONBLOCK);
}

std::vector<char *> pointers(const std::string *first, const std::vector<std::string> &texts)
{
    std::vector<char *> all;
    all.reserve(texts.size() + 2);
    // execve takes them as char * for the sake of old code, and changes nothing.
    if (first)
        all.push_back(const_cast<char *>(first->c_str()));
    for (const std::string &text : texts)
        all.push_back(const_cast<char *>(text.c_str()));
    all.push_back(nullptr);
    return all;
}

} // namespace

std::string Child::start(const Launch &launch)
{
    m_terminal = launch.terminal;
    const std::string problem = m_terminal ? makeTerminal(launch) : makePipes();
    return problem.empty() ? fork(launch) : problem;
}

std::string Child::makePipes()
{
    if (!makePipe(m_childInput, m_input) || !makePipe(m_output, m_childOutput)
        || !makePipe(m_errors, m_childErrors))
        return std::string("no pipes for it: ") + std::strerror(errno);
    ::fcntl(m_output.get(), F_SETPIPE_SZ, PipeBytes);
    for (const process::FileDescriptor *fd : {&m_input, &m_output, &m_errors})
        setNonBlocking(*fd);
    return {};
}

std::string Child::makeTerminal(const Launch &launch)
{
    constexpr std::size_t MaxNameBytes = 64;
    std::array<char, MaxNameBytes> name{};
    m_output.reset(::posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC));
    if (!m_output.isValid() || ::grantpt(m_output.get()) != 0 || ::unlockpt(m_output.get()) != 0
        || ::ptsname_r(m_output.get(), name.data(), name.size()) != 0)
        return std::string("no terminal for it: ") + std::strerror(errno);
    m_childInput.reset(::open(name.data(), O_RDWR | O_NOCTTY | O_CLOEXEC));
    if (!m_childInput.isValid())
        return std::string("no terminal for it: ") + std::strerror(errno);
    resize(launch.columns, launch.rows);
    setNonBlocking(m_output);
    return {};
}

void Child::resize(std::uint16_t columns, std::uint16_t rows) const
{
    winsize size{};
    size.ws_col = columns;
    size.ws_row = rows;
    if (m_terminal && m_output.isValid())
        ::ioctl(m_output.get(), TIOCSWINSZ, &size);
}

void Child::signalGroup(int signal) const
{
    if (m_pid > 1)
        ::kill(-m_pid, signal);
}

std::string Child::fork(const Launch &launch)
{
    process::FileDescriptor report;
    process::FileDescriptor childReport;
    if (!makePipe(report, childReport))
        return std::string("no pipes for it: ") + std::strerror(errno);
    const pid_t self = ::getpid();
    m_pid = ::fork();
    if (m_pid == 0)
        become(launch, self, childReport.get());
    if (m_pid < 0) {
        m_pid = 0;
        return std::string("no process for it: ") + std::strerror(errno);
    }
    childReport.reset();
    m_childInput.reset();
    m_childOutput.reset();
    m_childErrors.reset();
    // Ends without a word at exec, which takes microseconds; until then the child is our own code.
    Failure failure{};
    ssize_t count = 0;
    do {
        count = ::read(report.get(), &failure, sizeof failure);
    } while (count < 0 && errno == EINTR);
    return count == sizeof failure ? wordsOf(failure, launch) : std::string();
}

// We are single-threaded: between fork and exec everything may be called.
void Child::become(const Launch &launch, pid_t parent, int report) const
{
    const auto giveUp = [report](Step step) {
        const Failure failure{step, errno};
        static_cast<void>(::write(report, &failure, sizeof failure) == sizeof failure);
        ::_exit(EXIT_FAILURE);
    };
    ::setsid();
    // A holder that is killed takes its child with it: nobody would read what it says.
    ::prctl(PR_SET_PDEATHSIG, SIGTERM);
    if (::getppid() != parent) // died before the line above
        giveUp(Parent);
    if (m_terminal && ::ioctl(m_childInput.get(), TIOCSCTTY, 0) != 0)
        giveUp(Terminal);

    sigset_t none;
    ::sigemptyset(&none);
    ::sigprocmask(SIG_SETMASK, &none, nullptr);
    for (int signal = 1; signal < NSIG; ++signal) // ours, and what the server's starter ignored
        ::signal(signal, SIG_DFL);

    if (!launch.directory.empty() && ::chdir(launch.directory.c_str()) != 0)
        giveUp(Directory);
    const int output = m_terminal ? m_childInput.get() : m_childOutput.get();
    const int errors = m_terminal ? m_childInput.get() : m_childErrors.get();
    if (::dup2(m_childInput.get(), STDIN_FILENO) < 0 || ::dup2(output, STDOUT_FILENO) < 0
        || ::dup2(errors, STDERR_FILENO) < 0)
        giveUp(Channels);
    ::syscall(SYS_close_range, FirstOtherDescriptor, ~0U, CLOSE_RANGE_CLOEXEC);
    const std::vector<char *> arguments = pointers(&launch.program, launch.arguments);
    const std::vector<char *> environment = pointers(nullptr, launch.environment);
    ::execve(launch.program.c_str(), arguments.data(), environment.data());
    giveUp(Exec);
    ::_exit(EXIT_FAILURE);
}

} // namespace holder
