#include "server/config/setting.h"

#include "core/base/enumname.h"

#include <QDir>
#include <QHostAddress>

namespace config {

namespace {

constexpr base::EnumNames<LogLevel, 4> LogLevelNames{{
    {LogLevel::Debug, "debug"},
    {LogLevel::Info, "info"},
    {LogLevel::Warning, "warning"},
    {LogLevel::Error, "error"},
}};

constexpr uint MaxPort = 65535;
constexpr qsizetype MaxMachineLength = 64;

using Applied = base::Result<void>;

Applied mustBe(const char *what)
{
    return base::failure(base::ErrorCode::InvalidArgument, QString::fromLatin1(what));
}

bool isDigits(const QString &text)
{
    for (const QChar c : text) {
        if (c < QLatin1Char('0') || c > QLatin1Char('9'))
            return false;
    }
    return !text.isEmpty();
}

bool isPortText(const QString &text, uint least)
{
    bool valid = false;
    const uint port = text.toUInt(&valid);
    return valid && isDigits(text) && port >= least && port <= MaxPort;
}

//! A DNS name or an IPv4 address as browsers write it in Host, or an IPv6 one in brackets.
bool isHostName(const QString &text)
{
    if (text.startsWith(QLatin1Char('[')) && text.endsWith(QLatin1Char(']'))) {
        QHostAddress address;
        return address.setAddress(text.sliced(1).chopped(1))
            && address.protocol() == QHostAddress::IPv6Protocol;
    }
    for (const QChar c : text) {
        const bool known = (c >= QLatin1Char('a') && c <= QLatin1Char('z'))
            || (c >= QLatin1Char('0') && c <= QLatin1Char('9')) || c == QLatin1Char('-')
            || c == QLatin1Char('.') || c == QLatin1Char('_');
        if (!known)
            return false;
    }
    return !text.isEmpty() && !text.startsWith(QLatin1Char('.')) && !text.endsWith(QLatin1Char('.'));
}

bool isOrigin(const QString &text)
{
    const qsizetype scheme = text.startsWith(QLatin1String("https://")) ? 8
        : text.startsWith(QLatin1String("http://"))                     ? 7
                                                                        : 0;
    if (scheme == 0)
        return false;
    const QString authority = text.sliced(scheme);
    const qsizetype colon = authority.lastIndexOf(QLatin1Char(':'));
    if (colon < 0 || authority.endsWith(QLatin1Char(']')))
        return isHostName(authority);
    return isHostName(authority.first(colon)) && isPortText(authority.sliced(colon + 1), 1);
}

QStringList listOf(const QString &value)
{
    QStringList list;
    for (const QString &item : value.split(QLatin1Char(','))) {
        if (const QString trimmed = item.trimmed().toLower(); !trimmed.isEmpty())
            list.append(trimmed);
    }
    return list;
}

QString absolute(const QString &path, const QString &workingDirectory)
{
    const bool fromHome = path == QLatin1String("~") || path.startsWith(QLatin1String("~/"));
    const QString whole = fromHome ? QDir::homePath() + path.sliced(1) : path;
    return QDir::cleanPath(QDir(workingDirectory).absoluteFilePath(whole));
}

Applied applyPort(const QString &value, const QString &, Options &options)
{
    if (!isPortText(value, 0))
        return mustBe("a port number from 1 to 65535, or 0 for any free port");
    options.port = value.toUShort();
    return {};
}

Applied applyDataDirectory(const QString &value, const QString &workingDirectory, Options &options)
{
    if (value.isEmpty())
        return mustBe("a directory");
    options.dataDirectory = absolute(value, workingDirectory);
    return {};
}

Applied applyImport(const QString &value, const QString &workingDirectory, Options &options)
{
    if (value.isEmpty())
        return mustBe("the directory server/data of the original AgentMonitor");
    options.importDirectory = absolute(value, workingDirectory);
    return {};
}

//! A bare name is looked up in PATH later; anything with a slash in it is a path.
QString binary(const QString &value, const QString &workingDirectory)
{
    return value.contains(QLatin1Char('/')) ? absolute(value, workingDirectory) : value;
}

Applied applyClaude(const QString &value, const QString &workingDirectory, Options &options)
{
    options.claudeBinary = binary(value, workingDirectory);
    return {};
}

Applied applyCodex(const QString &value, const QString &workingDirectory, Options &options)
{
    options.codexBinary = binary(value, workingDirectory);
    return {};
}

Applied applyRelayUrl(const QString &value, const QString &, Options &options)
{
    if (value.isEmpty()) {
        options.relayUrl = {};
        return {};
    }
    const QUrl url(value, QUrl::StrictMode);
    const bool isWebSocket = url.scheme() == QLatin1String("ws") || url.scheme() == QLatin1String("wss");
    if (!url.isValid() || !isWebSocket || url.host().isEmpty() || !url.userInfo().isEmpty()
        || url.hasFragment())
        return mustBe("a ws:// or wss:// address with a host, such as wss://relay.example.com/tunnel");
    options.relayUrl = url;
    return {};
}

Applied applyRelayToken(const QString &value, const QString &, Options &options)
{
    options.relayToken = base::Secret(value.toUtf8());
    return {};
}

Applied applyRelayMachine(const QString &value, const QString &, Options &options)
{
    if (value.size() > MaxMachineLength || (!value.isEmpty() && !isHostName(value.toLower())))
        return mustBe("a name of at most 64 letters, digits, dots, dashes and underscores");
    options.relayMachine = value;
    return {};
}

Applied applyPassword(const QString &value, const QString &, Options &options)
{
    options.dashboardPassword = base::Secret(value.toUtf8());
    return {};
}

Applied applyAllowedHosts(const QString &value, const QString &, Options &options)
{
    const QStringList hosts = listOf(value);
    for (const QString &host : hosts) {
        if (!isHostName(host))
            return mustBe("host names without port, separated by commas");
    }
    options.allowedHosts = hosts;
    return {};
}

Applied applyAllowedOrigins(const QString &value, const QString &, Options &options)
{
    const QStringList origins = listOf(value);
    for (const QString &origin : origins) {
        if (!isOrigin(origin))
            return mustBe("origins such as https://host or http://host:port, separated by commas");
    }
    options.allowedOrigins = origins;
    return {};
}

Applied applyLogLevel(const QString &value, const QString &, Options &options)
{
    const auto level = base::enumFromName(LogLevelNames, value.toLower());
    if (!level)
        return mustBe("debug, info, warning or error");
    options.logLevel = *level;
    return {};
}

} // namespace

const std::vector<Setting> &settings()
{
    static const std::vector<Setting> all{
        {"PORT", "--port", "N", "Port on 127.0.0.1 (default 3456; 0: any free one)", false, applyPort},
        {"AGENTMONITOR_DATA", "--data-dir", "DIR", "Where agents, settings and uploads are kept", false,
            applyDataDirectory},
        {nullptr, "--import", "DIR", "Take over the original AgentMonitor's server/data, then go on", false,
            applyImport},
        {"AGENTMONITOR_LOG", "--log-level", "LEVEL", "debug, info (default), warning or error", false,
            applyLogLevel},
        {"DASHBOARD_PASSWORD", nullptr, nullptr, "Ask for this password before the API is used", true,
            applyPassword},
        {"CLAUDE_BIN", nullptr, nullptr, "The claude program, if it is not found by itself", false,
            applyClaude},
        {"CODEX_BIN", nullptr, nullptr, "The codex program, if it is not found by itself", false, applyCodex},
        {"ALLOWED_HOSTS", nullptr, nullptr, "Further host names that requests may name, separated by commas",
            false, applyAllowedHosts},
        {"ALLOWED_ORIGINS", nullptr, nullptr, "Further web origins that may use the API, separated by commas",
            false, applyAllowedOrigins},
        {"RELAY_URL", nullptr, nullptr, "The relay to connect to: ws:// or wss://", false, applyRelayUrl},
        {"RELAY_TOKEN", nullptr, nullptr, "The secret shared with the relay", true, applyRelayToken},
        {"RELAY_MACHINE", nullptr, nullptr, "This machine's name at the relay (default: its host name)",
            false, applyRelayMachine},
    };
    return all;
}

} // namespace config
