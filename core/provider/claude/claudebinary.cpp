#include "core/provider/claude/claudebinary.h"

#include "core/process/executable.h"

#include <QDir>

namespace claude {

namespace {

const QString &installAdvice()
{
    static const QString words = QStringLiteral(
        "claude was not found: install it with npm install -g @anthropic-ai/claude-code or set CLAUDE_BIN");
    return words;
}

} // namespace

base::Result<QString> findClaude(const QString &configured, const QProcessEnvironment &environment)
{
    if (!configured.isEmpty()) {
        auto found = process::findExecutable(configured, environment);
        if (!found)
            return base::failure(
                base::ErrorCode::NotFound, QStringLiteral("CLAUDE_BIN: ") + found.error().message);
        return found;
    }
    const QString home = environment.value(QStringLiteral("HOME"), QDir::homePath());
    auto found = process::findExecutable(QStringLiteral("claude"), environment,
        {home + QStringLiteral("/.local/bin"), home + QStringLiteral("/.claude/local"),
            QStringLiteral("/usr/local/bin")});
    if (!found)
        return base::failure(base::ErrorCode::NotFound, installAdvice());
    return found;
}

} // namespace claude
