#pragma once

#include <QString>

namespace process {

enum class EndKind {
    NotStarted, //!< no such program, no such directory, no permission: see error
    Exited, //!< by itself, with an exit code
    Killed, //!< by a signal
    Lost, //!< its holder is gone, and it with that; how it ended nobody saw: see error
};

//! How a process ended; there is exactly one for every one that was asked for.
struct ProcessResult
{
    EndKind kind = EndKind::Exited;
    int exitCode = 0; //!< for Exited
    int signal = 0; //!< for Killed
    bool stopRequested = false; //!< we asked it to end
    int left = 0; //!< processes that came from it and that not even SIGKILL ended (they hang in the kernel)
    QString error; //!< for NotStarted and Lost: the reason in words
    QString stderrTail; //!< the last of what it wrote to standard error (at most Transport::StderrTailBytes),
                        //!< ANSI codes removed
};

//! One number for both ways to end, as shells give it: 128 and the signal. -1: nobody knows.
inline int shellExitCode(const ProcessResult &result)
{
    constexpr int SignalBase = 128;
    if (result.kind == EndKind::Exited)
        return result.exitCode;
    return result.kind == EndKind::Killed ? SignalBase + result.signal : -1;
}

} // namespace process
