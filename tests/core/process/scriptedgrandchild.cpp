#include "scriptedgrandchild.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/wait.h>

namespace {

[[noreturn]] void runGrandchild(const std::string &kind, bool quiet, int ready, char **arguments)
{
    if (kind != "group" && kind != "talker")
        ::setsid();
    const pid_t pid = ::getpid();
    put(ready, reinterpret_cast<const char *>(&pid), sizeof pid);
    if (quiet) {
        const int null = ::open("/dev/null", O_RDWR);
        for (const int channel : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO})
            ::dup2(null, channel);
    }
    if (kind == "bare") {
        char *const program = arguments[0];
        char step[] = "wait";
        char *const waiting[] = {program, step, nullptr};
        char *const none[] = {nullptr};
        ::execve("/proc/self/exe", waiting, none);
    }
    ::signal(SIGPIPE, SIG_DFL);
    while (kind == "talker")
        put(STDOUT_FILENO, "still here\n");
    waitForSignal();
    std::_Exit(0);
}

} // namespace

void forkGrandchild(const Step &step, char **arguments)
{
    const std::string kind = step.word(0);
    if (kind != "group" && kind != "session" && kind != "orphan" && kind != "bare" && kind != "talker")
        fail("unknown kind of grandchild " + kind);
    int ready[2];
    if (::pipe(ready) != 0)
        fail("no pipe");
    const bool orphan = kind == "orphan" || kind == "bare";
    const pid_t child = ::fork();
    if (child == 0) {
        ::signal(SIGTERM, SIG_DFL);
        if (!orphan || ::fork() == 0)
            runGrandchild(kind, step.word(1) == "quiet", ready[1], arguments);
        std::_Exit(0);
    }
    if (orphan)
        ::waitpid(child, nullptr, 0);
    pid_t pid = 0;
    if (::read(ready[0], &pid, sizeof pid) != sizeof pid)
        fail("no grandchild");
    ::close(ready[0]);
    ::close(ready[1]);
    put(STDOUT_FILENO, "grandchild " + std::to_string(pid) + '\n');
}
