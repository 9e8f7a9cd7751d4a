#pragma once

#include <QLatin1StringView>
#include <QString>
#include <QStringList>

#include <array>
#include <optional>
#include <utility>

namespace base {

//! Explicit wire names of an enum: one table serves both directions, and a renamed enumerator never changes
//! the wire.
template <typename Enum, std::size_t Count>
using EnumNames = std::array<std::pair<Enum, const char *>, Count>;

template <typename Enum, std::size_t Count>
QString enumToName(const EnumNames<Enum, Count> &names, Enum value)
{
    for (const auto &[enumerator, name] : names) {
        if (enumerator == value)
            return QString::fromLatin1(name);
    }
    return {};
}

template <typename Enum, std::size_t Count>
std::optional<Enum> enumFromName(const EnumNames<Enum, Count> &names, const QString &text)
{
    for (const auto &[enumerator, name] : names) {
        if (text == QLatin1String(name))
            return enumerator;
    }
    return std::nullopt;
}

//! "a, b, c": for the error that names what would have been allowed.
template <typename Enum, std::size_t Count>
QString enumNameList(const EnumNames<Enum, Count> &names)
{
    QStringList list;
    for (const auto &entry : names)
        list.append(QString::fromLatin1(entry.second));
    return list.join(QStringLiteral(", "));
}

} // namespace base
