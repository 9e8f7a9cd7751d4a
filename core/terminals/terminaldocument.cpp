#include "core/terminals/terminaldocument.h"

#include "core/base/jsonreader.h"
#include "core/base/transientfile.h"
#include "core/terminals/terminal.h"

#include <QJsonDocument>

namespace terminals {

namespace {

constexpr auto FileName = "/terminal.json";

} // namespace

base::Result<void> TerminalDocument::save(const QString &folder) const
{
    const QJsonObject json{
        {QStringLiteral("agentId"), agentId.toString()},
        {QStringLiteral("terminalId"), terminalId},
        {QStringLiteral("columns"), columns},
        {QStringLiteral("rows"), rows},
    };
    return base::replaceTransientFile(
        folder + QLatin1String(FileName), QJsonDocument(json).toJson(QJsonDocument::Compact));
}

base::Result<TerminalDocument> TerminalDocument::load(const QString &folder)
{
    const QString path = folder + QLatin1String(FileName);
    const auto json = base::readTransientDocument(path);
    if (!json)
        return tl::unexpected<base::Error>(json.error());
    base::JsonReader reader(*json);
    TerminalDocument document;
    document.agentId = base::AgentId(reader.string("agentId"));
    document.terminalId = reader.string("terminalId");
    document.columns = static_cast<int>(reader.integer("columns", 1, MaxTerminalSide));
    document.rows = static_cast<int>(reader.integer("rows", 1, MaxTerminalSide));
    if (reader.error())
        return base::failure(base::ErrorCode::Corrupt, path + QStringLiteral(": ") + reader.error()->message);
    return document;
}

} // namespace terminals
