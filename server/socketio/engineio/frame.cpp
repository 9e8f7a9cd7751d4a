#include "server/socketio/engineio/frame.h"

namespace engineio {

Frame::Frame(QByteArray bytes, bool binary)
    : m_bytes(std::move(bytes))
    , m_binary(binary)
{
    if (!m_binary)
        m_string = QString::fromUtf8(m_bytes);
}

Frame Frame::control(PacketType type, const QByteArray &data)
{
    QByteArray bytes;
    bytes.reserve(data.size() + 1);
    bytes.append(static_cast<char>('0' + static_cast<int>(type))).append(data);
    return Frame(std::move(bytes), false);
}

Frame Frame::text(const QByteArray &utf8)
{
    return control(PacketType::Message, utf8);
}

Frame Frame::binary(const QByteArray &data)
{
    return Frame(data, true);
}

void Frame::appendTo(QByteArray &payload) const
{
    if (!payload.isEmpty())
        payload.append(PayloadSeparator);
    if (m_binary)
        payload.append('b').append(m_bytes.toBase64());
    else
        payload.append(m_bytes);
}

} // namespace engineio
