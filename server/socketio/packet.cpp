#include "server/socketio/packet.h"

#include "server/socketio/attachments.h"

#include <QJsonDocument>

#include <algorithm>
#include <array>

namespace socketio {

namespace {

// Names that a client library emits to its own application; over the wire they would be a forgery.
constexpr std::array<QLatin1StringView, 6> ReservedEvents{
    QLatin1StringView("connect"),
    QLatin1StringView("connect_error"),
    QLatin1StringView("disconnect"),
    QLatin1StringView("disconnecting"),
    QLatin1StringView("newListener"),
    QLatin1StringView("removeListener"),
};

tl::unexpected<base::Error> bad(const QString &message)
{
    return base::failure(base::ErrorCode::InvalidArgument, message);
}

bool isDigit(char c)
{
    return c >= '0' && c <= '9';
}

//! Reads a packet from left to right; each step consumes its part.
class PacketReader
{
public:
    explicit PacketReader(const QByteArray &text)
        : m_text(text)
    {
    }

    base::Result<PacketType> type()
    {
        const int digit = m_text.isEmpty() ? -1 : m_text.front() - '0';
        if (digit < static_cast<int>(PacketType::Connect) || digit > static_cast<int>(PacketType::BinaryAck))
            return bad(QStringLiteral("a packet must begin with a type from 0 to 6"));
        m_position = 1;
        return static_cast<PacketType>(digit);
    }

    base::Result<int> attachmentCount()
    {
        const QByteArray digits = takeDigits();
        const int count = digits.toInt();
        if (digits.isEmpty() || !takeChar('-'))
            return bad(QStringLiteral("the number of attachments is missing"));
        if (digits.size() > 2 || count < 1 || count > MaxAttachments)
            return bad(QStringLiteral("the number of attachments must be 1 to %1").arg(MaxAttachments));
        return count;
    }

    base::Result<QString> space()
    {
        if (peek() != '/')
            return QStringLiteral("/");
        qsizetype end = m_text.indexOf(',', m_position);
        if (end < 0)
            end = m_text.size();
        const QByteArray name = m_text.sliced(m_position, end - m_position);
        if (name.size() > MaxNamespaceLength)
            return bad(QStringLiteral("the namespace is too long"));
        m_position = qMin(end + 1, m_text.size());
        return QString::fromUtf8(name);
    }

    base::Result<std::optional<quint64>> id()
    {
        const QByteArray digits = takeDigits();
        if (digits.isEmpty())
            return std::optional<quint64>();
        bool fits = false;
        const quint64 value = digits.toULongLong(&fits);
        if (!fits)
            return bad(QStringLiteral("the acknowledgement id is too large"));
        return std::optional(value);
    }

    QByteArray rest() const { return m_text.sliced(m_position); }

private:
    char peek() const { return m_position < m_text.size() ? m_text.at(m_position) : '\0'; }

    bool takeChar(char expected)
    {
        const bool found = peek() == expected;
        m_position += found ? 1 : 0;
        return found;
    }

    QByteArray takeDigits()
    {
        const qsizetype begin = m_position;
        while (isDigit(peek()))
            ++m_position;
        return m_text.sliced(begin, m_position - begin);
    }

    const QByteArray m_text;
    qsizetype m_position = 0;
};

base::Result<QJsonDocument> parseJson(const QByteArray &json)
{
    QJsonParseError error;
    QJsonDocument document = QJsonDocument::fromJson(json, &error);
    if (error.error != QJsonParseError::NoError)
        return bad(QStringLiteral("the payload is not valid JSON: ") + error.errorString());
    return document;
}

base::Result<void> readConnect(const QByteArray &json, Packet &packet)
{
    if (json.isEmpty())
        return {};
    const base::Result<QJsonDocument> document = parseJson(json);
    if (!document)
        return tl::unexpected(document.error());
    if (!document->isObject())
        return bad(QStringLiteral("the payload of CONNECT must be an object"));
    packet.payload = document->object();
    return {};
}

base::Result<void> readArguments(const QByteArray &json, Packet &packet)
{
    const base::Result<QJsonDocument> document = parseJson(json);
    if (!document)
        return tl::unexpected(document.error());
    if (!document->isArray())
        return bad(QStringLiteral("the payload must be a list"));
    packet.arguments.values = document->array();
    if (packet.attachmentCount > 0 && !placeholdersFit(packet.arguments.values, packet.attachmentCount))
        return bad(QStringLiteral("a placeholder has no attachment"));
    return {};
}

base::Result<void> readEvent(const QByteArray &json, Packet &packet)
{
    if (const base::Result<void> read = readArguments(json, packet); !read)
        return tl::unexpected(read.error());
    const QJsonValue name = packet.arguments.values.first();
    if (!name.isString() && !name.isDouble())
        return bad(QStringLiteral("an event must begin with its name"));
    packet.event = name.toVariant().toString();
    if (name.isString()
        && std::find(ReservedEvents.begin(), ReservedEvents.end(), packet.event) != ReservedEvents.end())
        return bad(QStringLiteral("the event name %1 is reserved").arg(packet.event));
    packet.arguments.values.removeFirst();
    return {};
}

base::Result<void> readBody(const QByteArray &json, Packet &packet)
{
    switch (packet.type) {
    case PacketType::Connect:
        return readConnect(json, packet);
    case PacketType::Disconnect:
        if (!json.isEmpty())
            return bad(QStringLiteral("DISCONNECT has no payload"));
        return {};
    case PacketType::Event:
    case PacketType::BinaryEvent:
        return readEvent(json, packet);
    case PacketType::Ack:
    case PacketType::BinaryAck:
        return readArguments(json, packet);
    case PacketType::ConnectError:
        break;
    }
    return bad(QStringLiteral("CONNECT_ERROR does not come from a client"));
}

} // namespace

base::Result<Packet> decodePacket(const QByteArray &text)
{
    PacketReader reader(text);
    Packet packet;
    const base::Result<PacketType> type = reader.type();
    if (!type)
        return tl::unexpected(type.error());
    packet.type = *type;

    if (packet.type == PacketType::BinaryEvent || packet.type == PacketType::BinaryAck) {
        const base::Result<int> count = reader.attachmentCount();
        if (!count)
            return tl::unexpected(count.error());
        packet.attachmentCount = *count;
    }
    const base::Result<QString> space = reader.space();
    if (!space)
        return tl::unexpected(space.error());
    packet.space = *space;

    const base::Result<std::optional<quint64>> id = reader.id();
    if (!id)
        return tl::unexpected(id.error());
    packet.id = *id;

    if (const base::Result<void> body = readBody(reader.rest(), packet); !body)
        return tl::unexpected(body.error());
    return packet;
}

} // namespace socketio
