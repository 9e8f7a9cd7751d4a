#pragma once

#include <QByteArrayView>

namespace http {

//! The small grammar that request heads, response heads and chunked bodies share (RFC 9110, sections 5.5 and
//! 5.6; RFC 9112).

constexpr bool isDigit(char c)
{
    return c >= '0' && c <= '9';
}

//! What controls a terminal or another parser: all below the blank but the tab, and DEL.
constexpr bool isControl(char c)
{
    return (static_cast<unsigned char>(c) < 0x20 && c != '\t') || c == '\x7f';
}

//! RFC 9110, section 5.6.2.
bool isTokenChar(char c);
bool isToken(QByteArrayView text);

//! Visible characters, blanks, tabs and bytes from 0x80; may be empty.
bool isFieldValue(QByteArrayView text);

//! Without the blanks and tabs around it.
QByteArrayView trimmed(QByteArrayView text);

//! The one number that a Content-Length may be; -1 for all else: no sign, no list, below 2^63.
qint64 contentLengthOf(QByteArrayView value);

//! Calls `test` with each item of a comma-separated value (RFC 9110, section 5.6.1), without the blanks
//! around it, until it says true. The items of an empty value are none, those of "a,,b" are three.
template <typename Test>
bool anyListItem(QByteArrayView value, Test test)
{
    while (!value.isEmpty()) {
        const qsizetype comma = value.indexOf(',');
        if (test(trimmed(comma < 0 ? value : value.first(comma))))
            return true;
        value = comma < 0 ? QByteArrayView() : value.sliced(comma + 1);
    }
    return false;
}

} // namespace http
