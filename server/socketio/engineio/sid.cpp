#include "server/socketio/engineio/sid.h"

#include <QRandomGenerator>

#include <array>

namespace engineio {

namespace {
constexpr std::size_t RandomWords = 9; // 144 bits, six to a character
}

QByteArray newSid()
{
    std::array<quint16, RandomWords> words;
    for (quint16 &word : words)
        word = static_cast<quint16>(QRandomGenerator::system()->generate());
    return QByteArray(reinterpret_cast<const char *>(words.data()), sizeof words)
        .toBase64(QByteArray::Base64UrlEncoding | QByteArray::OmitTrailingEquals);
}

} // namespace engineio
