#pragma once

#include "server/socketio/engineio/packet.h"

#include <QByteArray>
#include <QString>

namespace engineio {

//! One packet as it leaves, encoded once. Copies share the bytes, so a broadcast costs each client a
//! reference. Both forms of a text are kept: QWebSocket takes nothing but QString, a poll is UTF-8.
class Frame
{
public:
    static Frame control(PacketType type, const QByteArray &data = {});
    static Frame text(const QByteArray &utf8);
    static Frame binary(const QByteArray &data);

    bool isBinary() const { return m_binary; }
    //! Size on a WebSocket; base64 makes a binary a third larger in a poll.
    qint64 size() const { return m_bytes.size(); }
    //! What a WebSocket sends as a binary message.
    const QByteArray &bytes() const { return m_bytes; }
    //! What a WebSocket sends as a text message.
    const QString &string() const { return m_string; }
    //! Adds the packet to a polling payload, with the separator if it is not the first.
    void appendTo(QByteArray &payload) const;

private:
    Frame(QByteArray bytes, bool binary);

    QByteArray m_bytes; //!< UTF-8 with the type digit, or the binary itself
    QString m_string; //!< the same text; empty for a binary
    bool m_binary;
};

} // namespace engineio
