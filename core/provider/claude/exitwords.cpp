#include "core/provider/claude/exitwords.h"

#include "core/provider/exitwords.h"

#include <array>

namespace claude {

namespace {

struct Advice
{
    const char *sign; //!< what claude writes
    const char *words;
};

constexpr std::array Advices{
    Advice{"No conversation found with session ID",
        "The session is no longer on this machine; start a new agent without it."},
    Advice{
        "is already in use", "A session of this id exists already; resume it instead of starting it anew."},
    Advice{"cannot be used with root",
        "claude refuses to skip permissions for root. Run the server as another user, or set IS_SANDBOX=1 if "
        "this machine is "
        "a sandbox."},
    Advice{"unknown option",
        "This version of claude is too old for this option. Update it with npm install -g "
        "@anthropic-ai/claude-code."},
    Advice{"Not logged in", "Run claude in a terminal on this machine and log in, or set ANTHROPIC_API_KEY."},
    Advice{"Failed to authenticate",
        "Run claude in a terminal on this machine and log in again, or check ANTHROPIC_API_KEY."},
    Advice{"Invalid API key",
        "Check ANTHROPIC_API_KEY, or run claude in a terminal on this machine and log in."},
};

} // namespace

QString adviceFor(const QString &error)
{
    for (const Advice &advice : Advices) {
        if (error.contains(QLatin1StringView(advice.sign)))
            return QString::fromLatin1(advice.words);
    }
    return {};
}

QString exitWordsWithAdvice(const process::ProcessResult &result)
{
    const QString what = provider::exitWords(QStringLiteral("claude"), result);
    const QString advice = adviceFor(what);
    if (advice.isEmpty())
        return what;
    return what + (what.endsWith(QLatin1Char('.')) ? QStringLiteral(" ") : QStringLiteral(". ")) + advice;
}

} // namespace claude
