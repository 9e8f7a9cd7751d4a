#pragma once

#include "core/base/jsonreader.h"
#include "core/base/result.h"

#include <QJsonArray>
#include <QJsonObject>
#include <QList>

#include <limits>
#include <optional>

// The pieces that the JSON mapping of every type of this folder is made of. A `read` function takes the
// fields of its type from a reader and leaves errors in it; who made the reader looks at them.
namespace model {

constexpr qint64 MaxInt = std::numeric_limits<int>::max();
constexpr qint64 MinInt = std::numeric_limits<int>::min();

//! Optional fields that are empty do not go over the wire.
inline void insertUnlessEmpty(QJsonObject &json, QLatin1String name, const QString &value)
{
    if (!value.isEmpty())
        json.insert(name, value);
}

template <typename T>
QJsonArray toJsonArray(const QList<T> &items, QJsonObject (*itemToJson)(const T &))
{
    QJsonArray array;
    for (const T &item : items)
        array.append(itemToJson(item));
    return array;
}

template <typename T>
base::Result<T> readWhole(const QJsonObject &json, T (*read)(base::JsonReader &))
{
    base::JsonReader reader(json);
    T value = read(reader);
    if (const std::optional<base::Error> &error = reader.error())
        return tl::unexpected<base::Error>(*error);
    return value;
}

template <typename T>
T readNested(base::JsonReader &reader, const char *name, T (*read)(base::JsonReader &))
{
    base::JsonReader nested(reader.object(name), reader.pathTo(name));
    T value = read(nested);
    reader.adopt(nested);
    return value;
}

template <typename T>
std::optional<T> readOptionalNested(base::JsonReader &reader, const char *name, T (*read)(base::JsonReader &))
{
    if (!reader.optionalObject(name))
        return std::nullopt;
    return readNested(reader, name, read);
}

//! Errors name the item: "options[1].kind must be one of …".
template <typename T>
QList<T> readList(base::JsonReader &reader, const char *name, T (*read)(base::JsonReader &))
{
    QList<T> list;
    const QJsonArray array = reader.array(name);
    for (const QJsonValue item : array) {
        const QByteArray place = QByteArray(name) + '[' + QByteArray::number(list.size()) + ']';
        if (!item.isObject()) {
            reader.fail(place.constData(), QStringLiteral("must be an object"));
            break;
        }
        base::JsonReader nested(item.toObject(), reader.pathTo(place.constData()));
        list.append(read(nested));
        reader.adopt(nested);
    }
    return list;
}

} // namespace model
