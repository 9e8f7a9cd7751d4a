#include "server/view/clip.h"

#include <QJsonArray>
#include <QJsonObject>

#include <algorithm>

namespace view {

namespace {

QString headOf(const QString &text, qsizetype length)
{
    return text.left(length > 0 && text.at(length - 1).isHighSurrogate() ? length - 1 : length);
}

QString tailOf(const QString &text, qsizetype length)
{
    const qsizetype start = text.size() - length;
    return text.mid(length > 0 && text.at(start).isLowSurrogate() ? start + 1 : start);
}

} // namespace

QString clipMiddle(const QString &text, qsizetype limit)
{
    if (text.size() <= limit)
        return text;
    const qsizetype half = limit / 2;
    return headOf(text, half) + QStringLiteral("\n… %1 characters left out …\n").arg(text.size() - 2 * half)
        + tailOf(text, half);
}

QString clipEnd(const QString &text, qsizetype limit)
{
    return text.size() <= limit ? text : headOf(text, limit) + QChar(0x2026);
}

namespace {

bool hasLongText(const QJsonValue &value, qsizetype limit)
{
    const auto isLong = [limit](const QJsonValue &part) {
        return hasLongText(part, limit);
    };
    if (value.isString())
        return value.toString().size() > limit;
    if (value.isArray()) {
        const QJsonArray array = value.toArray();
        return std::any_of(array.begin(), array.end(), isLong);
    }
    if (value.isObject()) {
        const QJsonObject object = value.toObject();
        return std::any_of(object.begin(), object.end(), isLong);
    }
    return false;
}

} // namespace

QJsonValue clipTexts(const QJsonValue &value, qsizetype limit, bool *clipped)
{
    // Nearly nothing is too long, and changing a QJsonArray in place copies it at each change.
    if (!hasLongText(value, limit))
        return value;
    *clipped = true;
    if (value.isString())
        return clipMiddle(value.toString(), limit);
    if (value.isArray()) {
        QJsonArray shorter;
        for (const QJsonValue &part : value.toArray())
            shorter.append(clipTexts(part, limit, clipped));
        return shorter;
    }
    QJsonObject shorter;
    const QJsonObject object = value.toObject();
    for (auto field = object.begin(); field != object.end(); ++field)
        shorter.insert(field.key(), clipTexts(field.value(), limit, clipped));
    return shorter;
}

} // namespace view
