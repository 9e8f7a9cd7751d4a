#include "core/base/jsonreader.h"

#include <QJsonDocument>

#include <cmath>

namespace base {

namespace {
constexpr double MaxExactInteger = 9007199254740992.0; // 2^53: beyond it a JSON number is no longer exact
}

JsonReader::JsonReader(QJsonObject object, QString path)
    : m_object(std::move(object))
    , m_path(std::move(path))
{
}

void JsonReader::fail(const char *name, const QString &message)
{
    if (m_error)
        return;
    const QString field = QString::fromLatin1(name);
    const QString full = m_path.isEmpty() ? field : m_path + QLatin1Char('.') + field;
    m_error = Error{ErrorCode::InvalidArgument, full + QLatin1Char(' ') + message};
}

QJsonValue JsonReader::required(const char *name, QJsonValue::Type type, const char *typeName)
{
    const QJsonValue value = m_object.value(QLatin1String(name));
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

qint64 JsonReader::integer(const char *name)
{
    const double value = required(name, QJsonValue::Double, "a whole number").toDouble();
    if (std::trunc(value) != value || std::fabs(value) > MaxExactInteger) {
        fail(name, QStringLiteral("must be a whole number"));
        return 0;
    }
    return static_cast<qint64>(value);
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

std::optional<qint64> JsonReader::optionalInteger(const char *name)
{
    if (!optional(name, QJsonValue::Double, "a whole number"))
        return std::nullopt;
    return integer(name);
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
    for (const QJsonValue &item : *items) {
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
            QStringLiteral("not valid JSON at byte %1: %2").arg(parseError.offset).arg(parseError.errorString()));
    }
    if (!document.isObject())
        return failure(ErrorCode::InvalidArgument, QStringLiteral("must be a JSON object"));
    return document.object();
}

} // namespace base
