#include "core/provider/exitwords.h"

namespace provider {

namespace {

constexpr qsizetype ShownStderrLength = 500;
constexpr int SignalExitBase = 128;
constexpr int LastSignal = 64;

QString howItEnded(const QString &name, const process::ProcessResult &result)
{
    switch (result.kind) {
    case process::EndKind::NotStarted:
        return QStringLiteral("%1 could not be started: %2").arg(name, result.error);
    case process::EndKind::Killed:
        return QStringLiteral("%1 was ended by signal %2").arg(name).arg(result.signal);
    case process::EndKind::Lost:
        return result.error;
    case process::EndKind::Exited:
        break;
    }
    // Some end themselves on SIGTERM and SIGHUP and name the signal as shells do (claude).
    const QString how = QStringLiteral("%1 ended with exit code %2").arg(name).arg(result.exitCode);
    const int signal = result.exitCode - SignalExitBase;
    return signal > 0 && signal <= LastSignal ? how + QStringLiteral(" (signal %1)").arg(signal) : how;
}

} // namespace

QString exitWords(const QString &name, const process::ProcessResult &result)
{
    const QString how = howItEnded(name, result);
    const QString tail = result.stderrTail.trimmed().right(ShownStderrLength);
    return tail.isEmpty() ? how : how + QStringLiteral(": ") + tail;
}

} // namespace provider
