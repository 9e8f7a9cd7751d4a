#include "core/model/jsontext.h"

#include <QChar>

#include <array>

namespace model {

namespace {

constexpr std::size_t MaxBytesPerUnit = 6; // \uXXXX; no UTF-16 code unit needs more
constexpr std::size_t BufferUnits = 512;

char *putEscape(char *out, char16_t unit)
{
    constexpr char Digits[] = "0123456789abcdef";
    *out++ = '\\';
    switch (unit) {
    case '"':
    case '\\':
        *out++ = static_cast<char>(unit);
        return out;
    case '\b':
        *out++ = 'b';
        return out;
    case '\f':
        *out++ = 'f';
        return out;
    case '\n':
        *out++ = 'n';
        return out;
    case '\r':
        *out++ = 'r';
        return out;
    case '\t':
        *out++ = 't';
        return out;
    default:
        break;
    }
    *out++ = 'u';
    for (int shift = 12; shift >= 0; shift -= 4)
        *out++ = Digits[(unit >> shift) & 0xf];
    return out;
}

char *putUtf8(char *out, char32_t character)
{
    if (character < 0x800) {
        *out++ = static_cast<char>(0xc0 | (character >> 6));
    } else if (character < 0x10000) {
        *out++ = static_cast<char>(0xe0 | (character >> 12));
        *out++ = static_cast<char>(0x80 | ((character >> 6) & 0x3f));
    } else {
        *out++ = static_cast<char>(0xf0 | (character >> 18));
        *out++ = static_cast<char>(0x80 | ((character >> 12) & 0x3f));
        *out++ = static_cast<char>(0x80 | ((character >> 6) & 0x3f));
    }
    *out++ = static_cast<char>(0x80 | (character & 0x3f));
    return out;
}

} // namespace

void appendJsonString(QByteArray &json, QStringView text)
{
    std::array<char, BufferUnits * MaxBytesPerUnit> buffer;
    json += '"';
    const char16_t *unit = text.utf16();
    const char16_t *const end = unit + text.size();
    while (unit != end) {
        char *out = buffer.data();
        const char *const full = buffer.data() + buffer.size() - MaxBytesPerUnit;
        for (; unit != end && out <= full; ++unit) {
            const bool surrogate = QChar::isSurrogate(*unit);
            const bool pair = surrogate && QChar::isHighSurrogate(*unit) && unit + 1 != end
                && QChar::isLowSurrogate(unit[1]);
            if (*unit < 0x20 || *unit == u'"' || *unit == u'\\' || (surrogate && !pair)) {
                out = putEscape(out, *unit);
            } else if (*unit < 0x80) {
                *out++ = static_cast<char>(*unit);
            } else if (pair) {
                out = putUtf8(out, QChar::surrogateToUcs4(unit[0], unit[1]));
                ++unit;
            } else {
                out = putUtf8(out, *unit);
            }
        }
        json.append(buffer.data(), out - buffer.data());
    }
    json += '"';
}

} // namespace model
