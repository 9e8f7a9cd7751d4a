#include "tray/settings/serversettings.h"

#include "core/config/values.h"
#include "core/tunnel/handshake.h"

#include <QUrl>

namespace tray {

namespace {

struct Field
{
    const char *name;
    QString ServerSettings::*value;
};

const Field Fields[] = {
    {"RELAY_URL", &ServerSettings::relayUrl},
    {"RELAY_TOKEN", &ServerSettings::relayToken},
    {"RELAY_MACHINE", &ServerSettings::relayMachine},
    {"PORT", &ServerSettings::port},
    {"DASHBOARD_PASSWORD", &ServerSettings::dashboardPassword},
    {"CLAUDE_BIN", &ServerSettings::claudeBinary},
    {"CODEX_BIN", &ServerSettings::codexBinary},
    {"AGENTMONITOR_DATA", &ServerSettings::dataDirectory},
};

} // namespace

ServerSettings settingsOf(const EnvDocument &document)
{
    ServerSettings settings;
    for (const Field &field : Fields)
        settings.*field.value = document.value(QString::fromLatin1(field.name));
    return settings;
}

void applySettings(const ServerSettings &settings, EnvDocument &document)
{
    for (const Field &field : Fields)
        document.setValue(QString::fromLatin1(field.name), settings.*field.value);
}

QString problemOf(const ServerSettings &settings)
{
    for (const Field &field : Fields) {
        const QString &value = settings.*field.value;
        if (value.contains(u'\n') || value.contains(u'\r') || value.contains(QChar(u'\0')))
            return QStringLiteral("%1 must be one line").arg(QString::fromLatin1(field.name));
    }
    if (!settings.relayUrl.isEmpty()) {
        const QUrl url(settings.relayUrl, QUrl::StrictMode);
        const bool isWebSocket = url.scheme() == QLatin1String("ws") || url.scheme() == QLatin1String("wss");
        if (!url.isValid() || !isWebSocket || url.host().isEmpty() || !url.userInfo().isEmpty()
            || url.hasFragment()) {
            return QStringLiteral("The relay's address must be like wss://relay.example.com/tunnel");
        }
        if (settings.relayToken.isEmpty())
            return QStringLiteral("The relay needs a token: the one that the relay was started with");
    }
    if (!settings.relayMachine.isEmpty() && !tunnel::isMachineName(settings.relayMachine)) {
        return QStringLiteral(
            "The machine's name must be at most 64 letters, digits, dots, dashes and underscores");
    }
    if (!settings.port.isEmpty() && !config::portOf(settings.port, 0))
        return QStringLiteral("The port must be a number from 1 to 65535, or 0 for any free one");
    return {};
}

QString completedRelayUrl(const QString &text)
{
    const QString address = text.trimmed();
    if (address.isEmpty())
        return {};
    QString whole = address.contains(QLatin1String("://")) ? address : QStringLiteral("wss://") + address;
    if (whole.startsWith(QLatin1String("https://")))
        whole.replace(0, 5, QStringLiteral("wss"));
    else if (whole.startsWith(QLatin1String("http://")))
        whole.replace(0, 4, QStringLiteral("ws"));
    QUrl url(whole);
    if (!url.isValid())
        return whole;
    if (url.path().isEmpty() || url.path() == QLatin1String("/"))
        url.setPath(QStringLiteral("/tunnel"));
    return url.toString();
}

QString newRelayToken()
{
    return QString::fromLatin1(tunnel::newNonce().toHex());
}

} // namespace tray
