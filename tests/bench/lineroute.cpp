#include "lineroute.h"

void LineRoute::expectGoodEnd(const process::ProcessResult &result)
{
    if (result.kind != process::EndKind::Exited || result.exitCode != 0)
        qFatal("the program ended with %d: %s %s", process::shellExitCode(result), qPrintable(result.error),
            qPrintable(result.stderrTail));
}
