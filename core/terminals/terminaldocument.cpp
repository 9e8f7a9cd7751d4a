#include "core/terminals/terminaldocument.h"

#include "core/base/jsonreader.h"
#include "core/terminals/terminal.h"

#include <QFile>
#include <QJsonDocument>

#include <cstdio>

namespace terminals {

namespace {

constexpr auto FileName = "/terminal.json";

} // namespace

base::Result<void> TerminalDocument::save(const QString &folder) const
{
    const QByteArray bytes = QJsonDocument(QJsonObject{
                                               {QStringLiteral("agentId"), agentId.toString()},
                                               {QStringLiteral("terminalId"), terminalId},
                                               {QStringLiteral("columns"), columns},
                                               {QStringLiteral("rows"), rows},
                                           })
                                 .toJson(QJsonDocument::Compact);
    const QString path = folder + QLatin1String(FileName);
    QFile file(path + QStringLiteral(".new"));
    const bool isWritten = file.open(QIODevice::WriteOnly | QIODevice::Truncate)
        && file.write(bytes) == bytes.size() && file.flush();
    file.close();
    if (!isWritten
        || std::rename(QFile::encodeName(file.fileName()).constData(), QFile::encodeName(path).constData())
            != 0) {
        return base::failure(base::ErrorCode::StorageFull,
            QStringLiteral("%1 cannot be written: %2").arg(path, file.errorString()));
    }
    return {};
}

base::Result<TerminalDocument> TerminalDocument::load(const QString &folder)
{
    QFile file(folder + QLatin1String(FileName));
    if (!file.open(QIODevice::ReadOnly))
        return base::failure(
            base::ErrorCode::NotFound, QStringLiteral("there is no %1").arg(file.fileName()));
    const auto json = base::parseJsonObject(file.readAll());
    if (!json)
        return tl::unexpected<base::Error>(json.error());
    base::JsonReader reader(*json);
    TerminalDocument document;
    document.agentId = base::AgentId(reader.string("agentId"));
    document.terminalId = reader.string("terminalId");
    document.columns = static_cast<int>(reader.integer("columns", 1, MaxTerminalSide));
    document.rows = static_cast<int>(reader.integer("rows", 1, MaxTerminalSide));
    if (reader.error())
        return base::failure(
            base::ErrorCode::Corrupt, file.fileName() + QStringLiteral(": ") + reader.error()->message);
    return document;
}

} // namespace terminals
