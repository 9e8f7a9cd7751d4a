#include "server/socketio/encodedpacket.h"

#include "server/socketio/attachments.h"
#include "server/socketio/packet.h"

#include <QJsonDocument>

namespace socketio {

namespace {

//! `<type>[<n>-][/namespace,]`
QByteArray header(PacketType type, const QString &space, qsizetype attachmentCount = 0)
{
    QByteArray text = QByteArray::number(static_cast<int>(type));
    if (attachmentCount > 0)
        text.append(QByteArray::number(attachmentCount)).append('-');
    if (space != QLatin1String("/"))
        text.append(space.toUtf8()).append(',');
    return text;
}

QByteArray compact(const QJsonArray &array)
{
    return QJsonDocument(array).toJson(QJsonDocument::Compact);
}

QByteArray compact(const QJsonObject &object)
{
    return QJsonDocument(object).toJson(QJsonDocument::Compact);
}

//! `["name",…values]` without building a second array around values that may be large.
QByteArray eventJson(const QString &name, const QJsonArray &values)
{
    QByteArray json = compact(QJsonArray{name});
    if (values.isEmpty())
        return json;
    json.back() = ',';
    return json.append(QByteArrayView(compact(values)).sliced(1));
}

Arguments ready(const Arguments &arguments)
{
    return arguments.attachments.isEmpty() ? arguments : renumbered(arguments);
}

} // namespace

EncodedPacket::EncodedPacket(const QByteArray &text, const QList<QByteArray> &attachments)
{
    m_frames.reserve(static_cast<std::size_t>(attachments.size()) + 1);
    m_frames.push_back(engineio::Frame::text(text));
    for (const QByteArray &attachment : attachments)
        m_frames.push_back(engineio::Frame::binary(attachment));
}

EncodedPacket EncodedPacket::connect(const QString &space, const QString &sid)
{
    return header(PacketType::Connect, space) + compact(QJsonObject{{QStringLiteral("sid"), sid}});
}

EncodedPacket EncodedPacket::connectError(const QString &space, const QString &message)
{
    return header(PacketType::ConnectError, space)
        + compact(QJsonObject{{QStringLiteral("message"), message}});
}

EncodedPacket EncodedPacket::disconnect(const QString &space)
{
    return header(PacketType::Disconnect, space);
}

EncodedPacket EncodedPacket::event(const QString &space, const QString &name, const Arguments &arguments)
{
    const Arguments sent = ready(arguments);
    const PacketType type = sent.attachments.isEmpty() ? PacketType::Event : PacketType::BinaryEvent;
    return {header(type, space, sent.attachments.size()) + eventJson(name, sent.values), sent.attachments};
}

EncodedPacket EncodedPacket::acknowledgement(const QString &space, quint64 id, const Arguments &arguments)
{
    const Arguments sent = ready(arguments);
    const PacketType type = sent.attachments.isEmpty() ? PacketType::Ack : PacketType::BinaryAck;
    return {header(type, space, sent.attachments.size()) + QByteArray::number(id) + compact(sent.values),
        sent.attachments};
}

} // namespace socketio
