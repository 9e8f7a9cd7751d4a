#pragma once

#include "core/base/enumname.h"
#include "core/base/result.h"

#include <QJsonArray>
#include <QJsonObject>
#include <QStringList>

#include <optional>

namespace base {

//! Reads the fields of one JSON object and remembers the first that is missing or has the wrong type, by its
//! name
//! ("config.directory must be a string"). After an error every read gives a default; the caller asks error()
//! once at the end.
class JsonReader
{
public:
    explicit JsonReader(QJsonObject object, QString path = {});

    //! Beyond it a JSON number is no longer exact: 2^53.
    static constexpr qint64 MaxExactInteger = 9007199254740992;

    QString string(const char *name);
    qint64 integer(const char *name, qint64 least = -MaxExactInteger, qint64 most = MaxExactInteger);
    double number(const char *name);
    bool boolean(const char *name);
    QJsonObject object(const char *name);
    QJsonArray array(const char *name);

    // Absent and null are both nullopt; a wrong type is an error.
    std::optional<QString> optionalString(const char *name);
    std::optional<qint64> optionalInteger(
        const char *name, qint64 least = -MaxExactInteger, qint64 most = MaxExactInteger);
    std::optional<double> optionalNumber(const char *name);
    std::optional<bool> optionalBoolean(const char *name);
    std::optional<QJsonObject> optionalObject(const char *name);
    std::optional<QJsonArray> optionalArray(const char *name);
    std::optional<QStringList> optionalStringList(const char *name);

    template <typename Enum, std::size_t Count>
    Enum enumeration(const char *name, const EnumNames<Enum, Count> &names)
    {
        const QString text = string(name);
        const std::optional<Enum> value = enumFromName(names, text);
        if (!value && !m_error)
            fail(name, QStringLiteral("must be one of ") + enumNameList(names));
        return value.value_or(names.front().first);
    }

    //! For rules that the reader does not know: records `name message` as the error, if it is the first.
    void fail(const char *name, const QString &message);
    //! Takes over the error of a reader of a nested object, if it is the first.
    void adopt(const JsonReader &nested);
    //! The full name of a field, for the reader of a nested object: "config.directory".
    QString pathTo(const char *name) const;

    const std::optional<Error> &error() const { return m_error; }
    const QJsonObject &source() const { return m_object; }

private:
    QJsonValue required(const char *name, QJsonValue::Type type, const char *typeName);
    std::optional<QJsonValue> optional(const char *name, QJsonValue::Type type, const char *typeName);

    QJsonObject m_object;
    QString m_path;
    std::optional<Error> m_error;
};

//! Parses text that must be one JSON object; the error says at which byte it is not.
Result<QJsonObject> parseJsonObject(const QByteArray &text);

} // namespace base
