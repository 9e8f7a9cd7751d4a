#include "relay/config/options.h"

#include "core/config/into.h"
#include "core/config/values.h"

namespace relay {

namespace {

using Applied = base::Result<void>;
using config::mustBe;

Applied applyHost(const QString &value, Options &options)
{
    QHostAddress address;
    if (!address.setAddress(value))
        return mustBe("an address of this machine, such as 0.0.0.0, 127.0.0.1 or ::");
    options.host = address;
    return {};
}

Applied applyDomain(const QString &value, Options &options)
{
    const QString domain = value.toLower();
    if (!config::isOrigin(QStringLiteral("https://") + domain))
        return mustBe("a host name, with :port if it is not the usual one");
    options.domain = domain;
    return {};
}

Applied applyProxies(const QString &value, Options &options)
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

using Apply = Applied (*)(const QString &value, Options &options);

std::vector<config::Setting> settings(Options &options, const QString &workingDirectory)
{
    const auto into = [&options](Apply apply) {
        return [&options, apply](const QString &value) {
            return apply(value, options);
        };
    };
    return {
        {"RELAY_TOKEN", nullptr, nullptr, "The secret shared with the agent machine (required)", true,
            config::intoSecret(options.token)},
        {"RELAY_PASSWORD", nullptr, nullptr, "The dashboard's password; without it everybody gets in", true,
            config::intoSecret(options.password)},
        {"RELAY_PORT", "--port", "N", "Port to listen on (default 3457; 0: any free one)", false,
            config::intoPort(options.port)},
        {"RELAY_HOST", "--host", "ADDRESS", "Address to listen on (default: all)", false, into(applyHost)},
        {"RELAY_DOMAIN", nullptr, nullptr, "The name that people use, behind a reverse proxy", false,
            into(applyDomain)},
        {"RELAY_TLS_CERT", nullptr, nullptr, "Certificate chain, PEM: serve https and wss", false,
            config::intoPath(options.tlsCertificate, workingDirectory)},
        {"RELAY_TLS_KEY", nullptr, nullptr, "Its private key, PEM", false,
            config::intoPath(options.tlsKey, workingDirectory)},
        {"RELAY_TRUSTED_PROXIES", nullptr, nullptr, "Reverse proxies whose X-Forwarded-For counts", false,
            into(applyProxies)},
        {"AGENTMONITOR_LOG", "--log-level", "LEVEL", "debug, info (default), warning or error", false,
            config::intoLogLevel(options.logLevel)},
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
