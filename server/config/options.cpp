#include "server/config/options.h"

#include "core/config/into.h"
#include "core/config/values.h"
#include "core/tunnel/handshake.h"

namespace server {

namespace {

using Applied = base::Result<void>;
using config::mustBe;

Applied applyDataDirectory(const QString &value, const QString &workingDirectory, Options &options)
{
    if (value.isEmpty())
        return mustBe("a directory");
    options.dataDirectory = config::absolutePath(value, workingDirectory);
    return {};
}

Applied applyImport(const QString &value, const QString &workingDirectory, Options &options)
{
    if (value.isEmpty())
        return mustBe("the directory server/data of the original AgentMonitor");
    options.importDirectory = config::absolutePath(value, workingDirectory);
    return {};
}

//! A bare name is looked up in PATH later; anything with a slash in it is a path.
QString binary(const QString &value, const QString &workingDirectory)
{
    return value.contains(QLatin1Char('/')) ? config::absolutePath(value, workingDirectory) : value;
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

Applied applyRelayMachine(const QString &value, const QString &, Options &options)
{
    if (!tunnel::isMachineName(value))
        return mustBe("a name of at most 64 letters, digits, dots, dashes and underscores");
    options.relayMachine = value;
    return {};
}

Applied applyAllowedHosts(const QString &value, const QString &, Options &options)
{
    const QStringList hosts = config::listOf(value);
    for (const QString &host : hosts) {
        if (!config::isHostName(host))
            return mustBe("host names without port, separated by commas");
    }
    options.allowedHosts = hosts;
    return {};
}

Applied applyAllowedOrigins(const QString &value, const QString &, Options &options)
{
    const QStringList origins = config::listOf(value);
    for (const QString &origin : origins) {
        if (!config::isOrigin(origin))
            return mustBe("origins such as https://host or http://host:port, separated by commas");
    }
    options.allowedOrigins = origins;
    return {};
}

Applied applyStopAgents(const QString &, const QString &, Options &options)
{
    options.stopAgents = true;
    return {};
}

Applied applyStopAgentsOnExit(const QString &value, const QString &, Options &options)
{
    if (value != QLatin1String("0") && value != QLatin1String("1"))
        return mustBe("0 or 1");
    options.stopAgentsOnExit = value == QLatin1String("1");
    return {};
}

using Apply = Applied (*)(const QString &value, const QString &workingDirectory, Options &options);

std::vector<config::Setting> settings(Options &options, const QString &workingDirectory)
{
    const auto into = [&](Apply apply) {
        return [&options, &workingDirectory, apply](const QString &value) {
            return apply(value, workingDirectory, options);
        };
    };
    return {
        {"PORT", "--port", "N", "Port on 127.0.0.1 (default 3456; 0: any free one)", false,
            config::intoPort(options.port)},
        {"AGENTMONITOR_DATA", "--data-dir", "DIR", "Where agents, settings and uploads are kept", false,
            into(applyDataDirectory)},
        {nullptr, "--import", "DIR", "Take over the original AgentMonitor's server/data, then go on", false,
            into(applyImport)},
        {"AGENTMONITOR_STOP_AGENTS_ON_EXIT", nullptr, nullptr,
            "1: agents end with the server; 0 (default): they go on", false, into(applyStopAgentsOnExit)},
        {nullptr, "--stop-agents", nullptr, "End every agent and terminal of the data directory, then exit",
            false, into(applyStopAgents)},
        {"AGENTMONITOR_LOG", "--log-level", "LEVEL", "debug, info (default), warning or error", false,
            config::intoLogLevel(options.logLevel)},
        {"DASHBOARD_PASSWORD", nullptr, nullptr, "Ask for this password before the API is used", true,
            config::intoSecret(options.dashboardPassword)},
        {"CLAUDE_BIN", nullptr, nullptr, "The claude program, if it is not found by itself", false,
            into(applyClaude)},
        {"CODEX_BIN", nullptr, nullptr, "The codex program, if it is not found by itself", false,
            into(applyCodex)},
        {"ALLOWED_HOSTS", nullptr, nullptr, "Further host names that requests may name, separated by commas",
            false, into(applyAllowedHosts)},
        {"ALLOWED_ORIGINS", nullptr, nullptr, "Further web origins that may use the API, separated by commas",
            false, into(applyAllowedOrigins)},
        {"RELAY_URL", nullptr, nullptr, "The relay to connect to: ws:// or wss://", false,
            into(applyRelayUrl)},
        {"RELAY_TOKEN", nullptr, nullptr, "The secret shared with the relay", true,
            config::intoSecret(options.relayToken)},
        {"RELAY_MACHINE", nullptr, nullptr, "This machine's name at the relay (default: default)", false,
            into(applyRelayMachine)},
    };
}

} // namespace

Outcome parseOptions(const config::Surroundings &surroundings)
{
    Options options;
    options.dataDirectory = surroundings.defaultDataDirectory;
    const config::Program program{QStringLiteral("agentmonitor-server"), QStringLiteral("server.env")};
    const auto all = settings(options, surroundings.workingDirectory);
    if (auto ending = config::applySettings(program, all, surroundings))
        return tl::unexpected<config::Ending>(std::move(*ending));
    if (!options.relayUrl.isEmpty() && options.relayToken.isEmpty()) {
        return tl::unexpected<config::Ending>(base::Error{base::ErrorCode::InvalidArgument,
            QStringLiteral("RELAY_URL is set, so RELAY_TOKEN must be set too")});
    }
    return options;
}

} // namespace server
