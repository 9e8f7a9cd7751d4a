#include "core/base/jsonreader.h"

#include <QJsonDocument>

#include <cmath>

namespace base {

JsonReader::JsonReader(QJsonObject object, QString path)
    : m_object(std::move(object))
    , m_path(std::move(path))
{
}

void JsonReader::fail(const char *name, const QString &message)
{
    if (m_error)
        return;
    m_error = Error{ErrorCode::InvalidArgument, pathTo(name) + QLatin1Char(' ') + message};
}

void JsonReader::adopt(const JsonReader &nested)
{
    if (!m_error)
        m_error = nested.m_error;
}

QString JsonReader::pathTo(const char *name) const
{
    const QString field = QString::fromLatin1(name);
    return m_path.isEmpty() ? field : m_path + QLatin1Char('.') + field;
}

QJsonValue JsonReader::required(const char *name, QJsonValue::Type type, const char *typeName)
{
    QJsonValue value = m_object.value(QLatin1String(name));
    if (value.type() != type) {
        fail(name,
            value.isUndefined() || value.isNull()
                ? QStringLiteral("is required")
                : QStringLiteral("must be ") + QString::fromLatin1(typeName));
        return QJsonValue(type);
    }
    return value;
}

std::optional<QJsonValue> JsonReader::optional(const char *name, QJsonValue::Type type, const char *typeName)
{
    const QJsonValue value = m_object.value(QLatin1String(name));
    if (value.isUndefined() || value.isNull())
        return std::nullopt;
    if (value.type() != type) {
        fail(name, QStringLiteral("must be ") + QString::fromLatin1(typeName));
        return std::nullopt;
    }
    return value;
}

QString JsonReader::string(const char *name)
{
    return required(name, QJsonValue::String, "a string").toString();
}

qint64 JsonReader::integer(const char *name, qint64 least, qint64 most)
{
    const double value = required(name, QJsonValue::Double, "a whole number").toDouble();
    if (std::trunc(value) != value || std::fabs(value) > static_cast<double>(MaxExactInteger)) {
        fail(name, QStringLiteral("must be a whole number"));
        return 0;
    }
    const auto whole = static_cast<qint64>(value);
    if (whole < least)
        fail(name, QStringLiteral("must be at least %1").arg(least));
    else if (whole > most)
        fail(name, QStringLiteral("must be at most %1").arg(most));
    else
        return whole;
    return 0;
}

double JsonReader::number(const char *name)
{
    return required(name, QJsonValue::Double, "a number").toDouble();
}

bool JsonReader::boolean(const char *name)
{
    return required(name, QJsonValue::Bool, "true or false").toBool();
}

QJsonObject JsonReader::object(const char *name)
{
    return required(name, QJsonValue::Object, "an object").toObject();
}

QJsonArray JsonReader::array(const char *name)
{
    return required(name, QJsonValue::Array, "a list").toArray();
}

std::optional<QString> JsonReader::optionalString(const char *name)
{
    const auto value = optional(name, QJsonValue::String, "a string");
    return value ? std::optional(value->toString()) : std::nullopt;
}

std::optional<qint64> JsonReader::optionalInteger(const char *name, qint64 least, qint64 most)
{
    if (!optional(name, QJsonValue::Double, "a whole number"))
        return std::nullopt;
    return integer(name, least, most);
}

std::optional<double> JsonReader::optionalNumber(const char *name)
{
    const auto value = optional(name, QJsonValue::Double, "a number");
    return value ? std::optional(value->toDouble()) : std::nullopt;
}

std::optional<bool> JsonReader::optionalBoolean(const char *name)
{
    const auto value = optional(name, QJsonValue::Bool, "true or false");
    return value ? std::optional(value->toBool()) : std::nullopt;
}

std::optional<QJsonObject> JsonReader::optionalObject(const char *name)
{
    const auto value = optional(name, QJsonValue::Object, "an object");
    return value ? std::optional(value->toObject()) : std::nullopt;
}

std::optional<QJsonArray> JsonReader::optionalArray(const char *name)
{
    const auto value = optional(name, QJsonValue::Array, "a list");
    return value ? std::optional(value->toArray()) : std::nullopt;
}

std::optional<QStringList> JsonReader::optionalStringList(const char *name)
{
    const auto items = optionalArray(name);
    if (!items)
        return std::nullopt;
    QStringList list;
    for (const QJsonValue item : *items) {
        if (!item.isString()) {
            fail(name, QStringLiteral("must be a list of strings"));
            return std::nullopt;
        }
        list.append(item.toString());
    }
    return list;
}

Result<QJsonObject> parseJsonObject(const QByteArray &text)
{
    QJsonParseError parseError;
    const QJsonDocument document = QJsonDocument::fromJson(text, &parseError);
    if (parseError.error != QJsonParseError::NoError) {
        return failure(ErrorCode::InvalidArgument,
            QStringLiteral("not valid JSON at byte %1: %2")
                .arg(parseError.offset)
                .arg(parseError.errorString()));
    }
    if (!document.isObject())
        return failure(ErrorCode::InvalidArgument, QStringLiteral("must be a JSON object"));
    return document.object();
}

} // namespace base
