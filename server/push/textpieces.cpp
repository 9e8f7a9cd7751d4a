#include "server/push/textpieces.h"

#include <algorithm>

namespace push {

namespace {

constexpr qsizetype LongestCharacter = 4; // RFC 3629 section 3

//! Of the character that a byte begins; 0: it begins none.
qsizetype lengthFrom(unsigned char first)
{
    if (first < 0x80)
        return 1;
    if (first >= 0xc2 && first < 0xe0)
        return 2;
    if (first >= 0xe0 && first < 0xf0)
        return 3;
    return first >= 0xf0 && first < 0xf5 ? LongestCharacter : 0;
}

//! How many bytes at the end begin a character that is not whole.
qsizetype begunAtEnd(const QByteArray &bytes)
{
    const qsizetype most = std::min(bytes.size(), LongestCharacter - 1);
    for (qsizetype count = 1; count <= most; ++count) {
        const auto byte = static_cast<unsigned char>(bytes[bytes.size() - count]);
        if ((byte & 0xc0) != 0x80)
            return lengthFrom(byte) > count ? count : 0;
    }
    return 0;
}

} // namespace

QString TextPieces::feed(const QByteArray &bytes)
{
    const QByteArray all = m_begun + bytes;
    const qsizetype whole = all.size() - begunAtEnd(all);
    m_begun = all.sliced(whole);
    return QString::fromUtf8(all.constData(), whole);
}

} // namespace push
