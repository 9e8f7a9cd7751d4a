#include "core/process/childsetup.h"

#include <linux/close_range.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

namespace process {

namespace {
constexpr int SetupFailed = 126; // as a shell says "cannot execute"
constexpr unsigned FirstOtherDescriptor = 3;
} // namespace

void ChildSetup::operator()() const
{
    ::setsid();

    ::prctl(PR_SET_PDEATHSIG, SIGTERM);
    if (::getppid() != parent) // died before the line above
        ::_exit(SetupFailed);

    // A parent that takes its signals through a descriptor has them blocked, and exec would keep that.
    sigset_t none;
    ::sigemptyset(&none);
    ::sigprocmask(SIG_SETMASK, &none, nullptr);

    if (::dup2(standardOutput, STDOUT_FILENO) < 0 || ::dup2(standardError, STDERR_FILENO) < 0)
        ::_exit(SetupFailed);
    // Ours all close on exec already; this is for those of libraries. A kernel before 5.11 does not know it.
    ::syscall(SYS_close_range, FirstOtherDescriptor, ~0U, CLOSE_RANGE_CLOEXEC);
}

} // namespace process
