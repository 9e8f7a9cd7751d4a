#include "core/provider/codex/codexbinary.h"

#include "core/process/executable.h"

#include <QDir>

namespace codex {

base::Result<QString> findCodex(const QString &configured, const QProcessEnvironment &environment)
{
    if (!configured.isEmpty()) {
        auto found = process::findExecutable(configured, environment);
        if (!found)
            return base::failure(
                base::ErrorCode::NotFound, QStringLiteral("CODEX_BIN: ") + found.error().message);
        return found;
    }
    const QString home = environment.value(QStringLiteral("HOME"), QDir::homePath());
    auto found = process::findExecutable(QStringLiteral("codex"), environment,
        {home + QStringLiteral("/.local/bin"), home + QStringLiteral("/.npm-global/bin"),
            QStringLiteral("/usr/local/bin"), QStringLiteral("/opt/homebrew/bin")});
    if (!found) {
        return base::failure(base::ErrorCode::NotFound,
            QStringLiteral(
                "codex was not found: install it with npm install -g @openai/codex or set CODEX_BIN"));
    }
    return found;
}

} // namespace codex
