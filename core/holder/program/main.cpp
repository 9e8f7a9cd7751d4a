#include "core/holder/program/eventloop.h"
#include "core/holder/program/holder.h"

#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <string_view>

#include <fcntl.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <unistd.h>

namespace {

constexpr int ListenerDescriptor = 3; //!< where the server puts the listening socket

int complain(const char *what)
{
    std::fprintf(stderr, "agentmonitor-holder: %s: %s\n", what, std::strerror(errno));
    return EXIT_FAILURE;
}

//! SIGCHLD and SIGTERM come through a descriptor; a client that goes away and a terminal that hangs up must
//! not end us, nor a limit of the size of files (a write says so too).
process::FileDescriptor takeSignals()
{
    sigset_t watched;
    ::sigemptyset(&watched);
    ::sigaddset(&watched, SIGCHLD);
    ::sigaddset(&watched, SIGTERM);
    ::sigprocmask(SIG_SETMASK, &watched, nullptr);
    for (const int signal : {SIGPIPE, SIGHUP, SIGINT, SIGQUIT, SIGXFSZ})
        ::signal(signal, SIG_IGN);
    return process::FileDescriptor(::signalfd(-1, &watched, SFD_NONBLOCK | SFD_CLOEXEC));
}

} // namespace

int main(int argc, char *argv[])
{
    if (argc == 2 && std::string_view(argv[1]) == "--version") {
        std::puts("agentmonitor-holder " AGENTMONITOR_VERSION);
        return EXIT_SUCCESS;
    }
    if (argc != 2 || argv[1][0] == '-') {
        std::fputs(
            "usage: agentmonitor-holder FOLDER\n"
            "Started by agentmonitor-server, one for each agent and terminal, with a listening socket as\n"
            "descriptor 3. Holds a child process and its output while the server comes and goes.\n",
            stderr);
        return EXIT_FAILURE;
    }
    // The server's child ends here and it need not wait for the holder; and a holder without a parent of its
    // own is nobody's to take along.
    const pid_t pid = ::fork();
    if (pid < 0)
        return complain("fork");
    if (pid > 0)
        ::_exit(EXIT_SUCCESS);
    ::setsid();

    process::FileDescriptor folder(::open(argv[1], O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (!folder.isValid())
        return complain(argv[1]);
    int listening = 0;
    socklen_t size = sizeof listening;
    if (::getsockopt(ListenerDescriptor, SOL_SOCKET, SO_ACCEPTCONN, &listening, &size) != 0 || !listening)
        return complain("descriptor 3 is not a listening socket");
    ::fcntl(ListenerDescriptor, F_SETFD, FD_CLOEXEC);
    ::fcntl(ListenerDescriptor, F_SETFL, O_NONBLOCK);
    if (::prctl(PR_SET_CHILD_SUBREAPER, 1) != 0)
        return complain("prctl");
    if (::chdir("/") != 0)
        return complain("/");

    holder::EventLoop loop;
    holder::Holder holder(
        loop, std::move(folder), process::FileDescriptor(ListenerDescriptor), takeSignals());
    loop.run();
    return EXIT_SUCCESS;
}
