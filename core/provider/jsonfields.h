#pragma once

#include <QJsonArray>
#include <QJsonObject>
#include <QJsonValue>
#include <QString>

#include <algorithm>
#include <cmath>

//! Reading of another program's JSON, of which nothing may be relied on: what is missing or of another type
//! is empty.
namespace provider::json {

inline QString text(const QJsonObject &object, const char *name)
{
    return object.value(QLatin1StringView(name)).toString();
}

inline QJsonObject object(const QJsonObject &parent, const char *name)
{
    return parent.value(QLatin1StringView(name)).toObject();
}

inline QJsonArray array(const QJsonObject &parent, const char *name)
{
    return parent.value(QLatin1StringView(name)).toArray();
}

inline bool flag(const QJsonObject &object, const char *name)
{
    return object.value(QLatin1StringView(name)).toBool();
}

//! A count or a duration: never negative, rounded (claude sends 558.6 ms), and within what a JSON number can
//! carry.
inline qint64 count(const QJsonObject &object, const char *name)
{
    constexpr double MaxExactInteger = 9007199254740992.0; // 2^53
    return std::llround(std::clamp(object.value(QLatin1StringView(name)).toDouble(), 0.0, MaxExactInteger));
}

//! As count, for fields whose C++ side is an int: a line number, an HTTP status.
inline int smallCount(const QJsonObject &object, const char *name)
{
    constexpr qint64 MaxSmallCount = 1'000'000'000;
    return static_cast<int>(std::min(count(object, name), MaxSmallCount));
}

} // namespace provider::json
