#include "relay/config/options.h"

#include "core/config/values.h"

namespace relay {

namespace {

using Applied = base::Result<void>;
using config::mustBe;

Applied applyToken(const QString &value, const QString &, Options &options)
{
    options.token = base::Secret(value.toUtf8());
    return {};
}

Applied applyPassword(const QString &value, const QString &, Options &options)
{
    options.password = base::Secret(value.toUtf8());
    return {};
}

Applied applyPort(const QString &value, const QString &, Options &options)
{
    const auto port = config::portOf(value, 0);
    if (!port)
        return mustBe("a port number from 1 to 65535, or 0 for any free port");
    options.port = *port;
    return {};
}

Applied applyHost(const QString &value, const QString &, Options &options)
{
    QHostAddress address;
    if (!address.setAddress(value))
        return mustBe("an address of this machine, such as 0.0.0.0, 127.0.0.1 or ::");
    options.host = address;
    return {};
}

Applied applyDomain(const QString &value, const QString &, Options &options)
{
    const QString domain = value.toLower();
    if (!config::isOrigin(QStringLiteral("https://") + domain))
        return mustBe("a host name, with :port if it is not the usual one");
    options.domain = domain;
    return {};
}

Applied applyCertificate(const QString &value, const QString &workingDirectory, Options &options)
{
    options.tlsCertificate = config::absolutePath(value, workingDirectory);
    return {};
}

Applied applyKey(const QString &value, const QString &workingDirectory, Options &options)
{
    options.tlsKey = config::absolutePath(value, workingDirectory);
    return {};
}

Applied applyProxies(const QString &value, const QString &, Options &options)
{
    QList<Subnet> proxies;
    const QStringList items = config::listOf(value);
    for (const QString &item : items) {
        QHostAddress address;
        const Subnet subnet = address.setAddress(item)
            ? Subnet(address, address.protocol() == QHostAddress::IPv6Protocol ? 128 : 32)
            : QHostAddress::parseSubnet(item);
        if (subnet.first.isNull() || subnet.second < 0)
            return mustBe("addresses or subnets such as 127.0.0.1 or 10.0.0.0/8, separated by commas");
        proxies.append(subnet);
    }
    options.trustedProxies = proxies;
    return {};
}

Applied applyLogLevel(const QString &value, const QString &, Options &options)
{
    const auto level = config::logLevelOf(value);
    if (!level)
        return mustBe("debug, info, warning or error");
    options.logLevel = *level;
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
        {"RELAY_TOKEN", nullptr, nullptr, "The secret shared with the agent machine (required)", true,
            into(applyToken)},
        {"RELAY_PASSWORD", nullptr, nullptr, "The dashboard's password; without it everybody gets in", true,
            into(applyPassword)},
        {"RELAY_PORT", "--port", "N", "Port to listen on (default 3457; 0: any free one)", false,
            into(applyPort)},
        {"RELAY_HOST", "--host", "ADDRESS", "Address to listen on (default: all)", false, into(applyHost)},
        {"RELAY_DOMAIN", nullptr, nullptr, "The name that people use, behind a reverse proxy", false,
            into(applyDomain)},
        {"RELAY_TLS_CERT", nullptr, nullptr, "Certificate chain, PEM: serve https and wss", false,
            into(applyCertificate)},
        {"RELAY_TLS_KEY", nullptr, nullptr, "Its private key, PEM", false, into(applyKey)},
        {"RELAY_TRUSTED_PROXIES", nullptr, nullptr, "Reverse proxies whose X-Forwarded-For counts", false,
            into(applyProxies)},
        {"AGENTMONITOR_LOG", "--log-level", "LEVEL", "debug, info (default), warning or error", false,
            into(applyLogLevel)},
    };
}

tl::unexpected<config::Ending> invalid(const char *message)
{
    return tl::unexpected<config::Ending>(
        base::Error{base::ErrorCode::InvalidArgument, QString::fromLatin1(message)});
}

} // namespace

Outcome parseOptions(const config::Surroundings &surroundings)
{
    Options options;
    const config::Program program{QStringLiteral("agentmonitor-relay"), QStringLiteral("relay.env")};
    const auto all = settings(options, surroundings.workingDirectory);
    if (auto ending = config::applySettings(program, all, surroundings))
        return tl::unexpected<config::Ending>(std::move(*ending));
    if (options.token.isEmpty()) {
        return invalid("RELAY_TOKEN must be set: the secret that the agent machine proves itself with, the "
                       "same on both sides. A new one: openssl rand -hex 32");
    }
    if (options.tlsCertificate.isEmpty() != options.tlsKey.isEmpty())
        return invalid("RELAY_TLS_CERT and RELAY_TLS_KEY must be set together");
    return options;
}

} // namespace relay
