#include "core/http/fieldsyntax.h"

#include <algorithm>
#include <array>

namespace http {

namespace {

constexpr qsizetype MaxLengthDigits = 18; // below 2^63, so that it fits every integer it meets

//! A look into a table per character: every byte of every field name passes here.
constexpr std::array<bool, 256> TokenChars = [] {
    std::array<bool, 256> table{};
    for (int c = '0'; c <= '9'; ++c)
        table[static_cast<std::size_t>(c)] = true;
    for (int c = 'a'; c <= 'z'; ++c)
        table[static_cast<std::size_t>(c)] = true;
    for (int c = 'A'; c <= 'Z'; ++c)
        table[static_cast<std::size_t>(c)] = true;
    for (const char c : {'!', '#', '$', '%', '&', '\'', '*', '+', '-', '.', '^', '_', '`', '|', '~'})
        table[static_cast<unsigned char>(c)] = true;
    return table;
}();

} // namespace

bool isTokenChar(char c)
{
    return TokenChars[static_cast<unsigned char>(c)];
}

bool isToken(QByteArrayView text)
{
    return !text.isEmpty() && std::all_of(text.begin(), text.end(), isTokenChar);
}

bool isFieldValue(QByteArrayView text)
{
    return std::none_of(text.begin(), text.end(), isControl);
}

QByteArrayView trimmed(QByteArrayView text)
{
    while (!text.isEmpty() && (text.front() == ' ' || text.front() == '\t'))
        text = text.sliced(1);
    while (!text.isEmpty() && (text.back() == ' ' || text.back() == '\t'))
        text.chop(1);
    return text;
}

qint64 contentLengthOf(QByteArrayView value)
{
    if (value.isEmpty() || value.size() > MaxLengthDigits)
        return -1;
    qint64 length = 0;
    for (const char c : value) {
        if (!isDigit(c))
            return -1;
        length = length * 10 + (c - '0');
    }
    return length;
}

} // namespace http
