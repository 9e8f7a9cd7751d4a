#include "core/http/hopbyhop.h"

#include "core/http/fieldsyntax.h"

#include <algorithm>
#include <array>
#include <string_view>

namespace http {

namespace {

using namespace std::string_view_literals;

constexpr std::array Known{"connection"sv, "keep-alive"sv, "proxy-authenticate"sv, "proxy-authorization"sv,
    "proxy-connection"sv, "te"sv, "upgrade"sv};
constexpr std::array Framed{"content-length"sv, "host"sv, "transfer-encoding"sv};

bool isSame(QByteArrayView a, QByteArrayView b)
{
    return a.size() == b.size() && a.compare(b, Qt::CaseInsensitive) == 0;
}

template <std::size_t Size>
bool contains(const std::array<std::string_view, Size> &names, QByteArrayView name)
{
    return std::any_of(names.begin(), names.end(), [name](std::string_view known) {
        return isSame(name, QByteArrayView(known.data(), static_cast<qsizetype>(known.size())));
    });
}

//! What nearly every Connection field says, and what is no name of another field.
bool namesNothing(QByteArrayView value)
{
    return isSame(value, "keep-alive") || isSame(value, "close") || isSame(value, "upgrade");
}

} // namespace

bool HopByHop::isTooLarge(const Fields &fields)
{
    qsizetype size = 0;
    for (const auto &[name, value] : fields)
        size += isSame(name, "connection") ? value.size() : 0;
    return size > MaxConnectionBytes;
}

HopByHop::HopByHop(const Fields &fields)
{
    for (const auto &[name, value] : fields) {
        if (isSame(name, "connection") && !namesNothing(value))
            m_connections.append(value);
    }
}

bool HopByHop::has(QByteArrayView name) const
{
    return contains(Known, name) || (isNamedByConnection(name) && !contains(Framed, name));
}

bool HopByHop::isNamedByConnection(QByteArrayView name) const
{
    return std::any_of(m_connections.begin(), m_connections.end(), [name](QByteArrayView value) {
        return anyListItem(value, [name](QByteArrayView item) { return isSame(item, name); });
    });
}

} // namespace http
