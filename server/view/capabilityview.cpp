#include "server/view/capabilityview.h"

#include "server/view/agentview.h"

#include <QJsonArray>

namespace view {

namespace {

QString interfaceName(provider::Interface interface)
{
    switch (interface) {
    case provider::Interface::Conversation:
        return QStringLiteral("conversation");
    case provider::Interface::Terminal:
        return QStringLiteral("terminal");
    }
    return {};
}

} // namespace

QJsonObject capabilitiesJson(const provider::Capabilities &capabilities)
{
    QJsonArray interfaces;
    for (const provider::Interface each : capabilities.interfaces)
        interfaces.append(interfaceName(each));
    QJsonObject json{{QStringLiteral("name"), capabilities.name},
        {QStringLiteral("available"), capabilities.available}, {QStringLiteral("interfaces"), interfaces},
        {QStringLiteral("modes"), QJsonArray::fromStringList(capabilities.modes)},
        {QStringLiteral("reasoningEfforts"), QJsonArray::fromStringList(capabilities.efforts)},
        {QStringLiteral("models"), modelsJson(capabilities.models)},
        {QStringLiteral("commands"), commandsJson(capabilities.commands)}};
    const auto insertText = [&json](const char *field, const QString &text) {
        if (!text.isEmpty())
            json.insert(QLatin1String(field), text);
    };
    insertText("version", capabilities.version);
    insertText("detectedFrom", capabilities.detectedFrom);
    insertText("hint", capabilities.hint);
    return json;
}

} // namespace view
