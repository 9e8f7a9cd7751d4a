#include "server/view/clip.h"

#include <QJsonArray>
#include <QJsonObject>

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

QJsonValue clipTexts(const QJsonValue &value, qsizetype limit, bool *clipped)
{
    switch (value.type()) {
    case QJsonValue::String: {
        const QString text = value.toString();
        if (text.size() <= limit)
            return value;
        *clipped = true;
        return clipMiddle(text, limit);
    }
    case QJsonValue::Array: {
        QJsonArray array = value.toArray();
        for (qsizetype i = 0; i < array.size(); ++i)
            array[i] = clipTexts(array.at(i), limit, clipped);
        return array;
    }
    case QJsonValue::Object: {
        QJsonObject object = value.toObject();
        for (auto field = object.begin(); field != object.end(); ++field)
            field.value() = clipTexts(field.value(), limit, clipped);
        return object;
    }
    default:
        return value;
    }
}

} // namespace view
