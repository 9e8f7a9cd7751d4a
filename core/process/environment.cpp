#include "core/process/environment.h"

#include <QLatin1StringView>
#include <QStringList>

#include <algorithm>
#include <array>

namespace process {

namespace {

constexpr std::array OuterAgentNames{"CLAUDECODE", "CLAUDE_CODE_ENTRYPOINT", "CLAUDE_CODE_SSE_PORT",
    "CLAUDE_PROJECT_DIR", "CLAUDE_ENV_FILE", "AI_AGENT"};

constexpr std::array OwnSecretNames{
    "DASHBOARD_PASSWORD", "RELAY_TOKEN", "RELAY_PASSWORD", "SLACK_WEBHOOK_URL"};
constexpr std::array OwnSecretPrefixes{"SMTP_", "TWILIO_"};

// codex marks what it starts by a growing family of CODEX_ names; these and credentials are what a user sets.
constexpr std::array CodexSettings{"CODEX_HOME", "CODEX_SQLITE_HOME", "CODEX_BIN", "CODEX_CA_CERTIFICATE",
    "CODEX_OSS_BASE_URL", "CODEX_OSS_PORT"};
constexpr std::array CredentialSuffixes{"_KEY", "_TOKEN"};

template <typename List>
bool contains(const List &names, const QString &name)
{
    return std::any_of(
        names.begin(), names.end(), [&](const char *each) { return name == QLatin1String(each); });
}

template <typename List>
bool hasPrefix(const List &prefixes, const QString &name)
{
    return std::any_of(prefixes.begin(), prefixes.end(),
        [&](const char *each) { return name.startsWith(QLatin1String(each)); });
}

template <typename List>
bool hasSuffix(const List &suffixes, const QString &name)
{
    return std::any_of(suffixes.begin(), suffixes.end(),
        [&](const char *each) { return name.endsWith(QLatin1String(each)); });
}

bool isOuterAgent(const QString &name)
{
    if (contains(OuterAgentNames, name))
        return true;
    if (name.startsWith(QLatin1String("CLAUDE_CODE_")))
        return name.contains(QLatin1String("SESSION_ID")) || name.contains(QLatin1String("CHILD"));
    if (name.startsWith(QLatin1String("CODEX_")))
        return !contains(CodexSettings, name) && !hasSuffix(CredentialSuffixes, name);
    return false;
}

bool isOwnSecret(const QString &name)
{
    return contains(OwnSecretNames, name) || hasPrefix(OwnSecretPrefixes, name);
}

} // namespace

QProcessEnvironment cleanEnvironment(const QProcessEnvironment &environment)
{
    QProcessEnvironment clean = environment;
    const QStringList names = environment.keys();
    for (const QString &name : names) {
        if (isOuterAgent(name) || isOwnSecret(name))
            clean.remove(name);
    }
    return clean;
}

} // namespace process
