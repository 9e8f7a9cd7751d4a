#include "tray/socketio/socketpacket.h"

#include <QJsonDocument>
#include <QJsonObject>

namespace tray {

namespace {

constexpr char16_t LastType = u'6';

bool isDigit(QChar c)
{
    return c >= u'0' && c <= u'9';
}

tl::unexpected<base::Error> bad(const char *what)
{
    return base::failure(base::ErrorCode::InvalidArgument, QString::fromLatin1(what));
}

bool isBinary(SocketPacket::Type type)
{
    return type == SocketPacket::Type::BinaryEvent || type == SocketPacket::Type::BinaryAck;
}

//! Whether the data is of the shape that the type has.
bool fits(SocketPacket::Type type, const QJsonValue &data)
{
    switch (type) {
    case SocketPacket::Type::Connect:
    case SocketPacket::Type::ConnectError:
        return data.isObject() || data.isUndefined();
    case SocketPacket::Type::Disconnect:
        return data.isUndefined();
    case SocketPacket::Type::Event:
    case SocketPacket::Type::BinaryEvent:
        return data.isArray() && !data.toArray().isEmpty() && data[0].isString();
    case SocketPacket::Type::Ack:
    case SocketPacket::Type::BinaryAck:
        return data.isArray();
    }
    return false;
}

} // namespace

base::Result<SocketPacket> decodeSocketPacket(const QString &text)
{
    if (text.isEmpty() || text[0] < u'0' || text[0] > LastType)
        return bad("No Socket.IO packet");
    SocketPacket packet;
    packet.type = SocketPacket::Type(text[0].unicode() - u'0');
    packet.data = QJsonValue(QJsonValue::Undefined);
    qsizetype at = 1;
    if (isBinary(packet.type)) { // "51-": the number of attachments
        while (at < text.size() && isDigit(text[at]))
            ++at;
        if (at >= text.size() || text[at] != u'-')
            return bad("A binary packet without its number of attachments");
        ++at;
    }
    if (at < text.size() && text[at] == u'/')
        return bad("A packet of another namespace");
    const qsizetype idBegin = at;
    while (at < text.size() && isDigit(text[at]))
        ++at;
    if (at > idBegin) {
        bool isNumber = false;
        packet.id = QStringView(text).mid(idBegin, at - idBegin).toULongLong(&isNumber);
        if (!isNumber)
            return bad("A packet with an id that is too large");
    }
    if (at < text.size()) {
        const QJsonDocument document = QJsonDocument::fromJson(QStringView(text).mid(at).toUtf8());
        if (document.isNull())
            return bad("A packet that is no JSON");
        packet.data = document.isArray() ? QJsonValue(document.array()) : QJsonValue(document.object());
    }
    if (!fits(packet.type, packet.data))
        return bad("A packet of the wrong shape");
    if (packet.type == SocketPacket::Type::Ack && !packet.id)
        return bad("An acknowledgement without id");
    return packet;
}

QString encodeSocketPacket(const SocketPacket &packet)
{
    QString text(QChar(char16_t(u'0' + int(packet.type))));
    if (packet.id)
        text += QString::number(*packet.id);
    if (packet.data.isArray())
        text += QString::fromUtf8(QJsonDocument(packet.data.toArray()).toJson(QJsonDocument::Compact));
    else if (packet.data.isObject())
        text += QString::fromUtf8(QJsonDocument(packet.data.toObject()).toJson(QJsonDocument::Compact));
    return text;
}

} // namespace tray
