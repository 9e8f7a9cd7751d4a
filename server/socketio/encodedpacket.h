#pragma once

#include "server/socketio/engineio/frame.h"
#include "server/socketio/namespace.h"

#include <vector>

namespace socketio {

//! A packet of ours, ready to leave: its text, then its attachments. Sending it to one more client costs
//! references.
class EncodedPacket
{
public:
    static EncodedPacket connect(const QString &space, const QString &sid);
    static EncodedPacket connectError(const QString &space, const QString &message);
    static EncodedPacket disconnect(const QString &space);
    static EncodedPacket event(const QString &space, const QString &name, const Arguments &arguments);
    static EncodedPacket acknowledgement(const QString &space, quint64 id, const Arguments &arguments);

    const std::vector<engineio::Frame> &frames() const { return m_frames; }

private:
    EncodedPacket(const QByteArray &text, const QList<QByteArray> &attachments = {});

    std::vector<engineio::Frame> m_frames;
};

} // namespace socketio
