#include "tray/model/ask.h"

#include "core/base/jsonreader.h"

#include <QJsonArray>

namespace tray {

namespace {

constexpr qsizetype MaxTitle = 200;

QString oneLine(const QString &text)
{
    return text.simplified().left(MaxTitle);
}

QString optionOfKind(const QJsonArray &options, const char *kind)
{
    for (const QJsonValue &option : options) {
        if (option[QLatin1String("kind")].toString() == QLatin1String(kind))
            return option[QLatin1String("id")].toString();
    }
    return {};
}

} // namespace

base::Result<std::optional<Ask>> askFromMessage(const QJsonObject &message)
{
    base::JsonReader reader(message);
    const QString kind = reader.string("kind");
    const bool isApproval = kind == QLatin1String("approval");
    if (!isApproval && kind != QLatin1String("question"))
        return std::optional<Ask>();

    Ask ask;
    ask.since = reader.optionalInteger("timestamp").value_or(0);
    ask.title = oneLine(reader.optionalString("content").value_or(QString()));
    const char *field = isApproval ? "approval" : "question";
    base::JsonReader inner(reader.object(field), reader.pathTo(field));
    ask.id = inner.string("id");
    const QString state = inner.string("state");
    if (isApproval) {
        ask.kind = Ask::Kind::Approval;
        const QJsonArray options = inner.array("options");
        ask.allowOption = optionOfKind(options, "allow_once");
        ask.rejectOption = optionOfKind(options, "reject_once");
        if (ask.title.isEmpty())
            ask.title = oneLine(inner.string("title"));
    } else {
        ask.kind = Ask::Kind::Question;
    }
    reader.adopt(inner);
    if (reader.error())
        return tl::unexpected(*reader.error());
    if (state != QLatin1String("waiting"))
        return std::optional<Ask>();
    return std::optional<Ask>(ask);
}

} // namespace tray
