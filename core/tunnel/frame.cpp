#include "core/tunnel/frame.h"

#include "core/tunnel/limits.h"

#include <QJsonDocument>
#include <QJsonObject>
#include <QtEndian>

#include <cstring>

namespace tunnel {

namespace {

constexpr qsizetype MaxTextBytes = 200;

tl::unexpected<base::Error> bad(const QString &what)
{
    return base::failure(base::ErrorCode::InvalidArgument, what);
}

QByteArray frame(FrameType type, quint32 stream, qsizetype payloadBytes)
{
    QByteArray bytes(FrameHeaderBytes + payloadBytes, Qt::Uninitialized);
    bytes[0] = static_cast<char>(type);
    qToBigEndian(stream, bytes.data() + 1);
    return bytes;
}

QByteArray frame(FrameType type, quint32 stream, QByteArrayView payload)
{
    QByteArray bytes = frame(type, stream, payload.size());
    if (!payload.isEmpty())
        std::memcpy(bytes.data() + FrameHeaderBytes, payload.data(), static_cast<size_t>(payload.size()));
    return bytes;
}

template <typename Number>
QByteArray numberFrame(FrameType type, quint32 stream, Number number)
{
    QByteArray bytes = frame(type, stream, qsizetype(sizeof(Number)));
    qToBigEndian(number, bytes.data() + FrameHeaderBytes);
    return bytes;
}

QByteArray farewellFrame(FrameType type, quint32 stream, quint16 code, const QString &text)
{
    const QByteArray words = text.toUtf8().left(MaxTextBytes);
    QByteArray bytes = frame(type, stream, qsizetype(sizeof(code)) + words.size());
    qToBigEndian(code, bytes.data() + FrameHeaderBytes);
    std::memcpy(
        bytes.data() + FrameHeaderBytes + sizeof(code), words.constData(), static_cast<size_t>(words.size()));
    return bytes;
}

//! What a payload of that type may be long.
bool isLengthOf(FrameType type, qsizetype bytes)
{
    switch (type) {
    case FrameType::Open:
        return bytes <= MaxControlBytes;
    case FrameType::Data:
        return bytes >= 1 && bytes <= MaxDataBytes;
    case FrameType::Credit:
        return bytes == sizeof(quint32);
    case FrameType::Fin:
        return bytes == 0;
    case FrameType::Reset:
    case FrameType::GoAway:
        return bytes >= qsizetype(sizeof(quint16)) && bytes <= MaxControlBytes;
    case FrameType::Ping:
    case FrameType::Pong:
        return bytes == sizeof(quint64);
    }
    return false;
}

bool isOfLink(FrameType type)
{
    return type == FrameType::Ping || type == FrameType::Pong || type == FrameType::GoAway;
}

} // namespace

base::Result<FrameView> parseFrame(QByteArrayView message)
{
    if (message.size() < FrameHeaderBytes)
        return bad(QStringLiteral("a frame of %1 bytes").arg(message.size()));
    const auto type = static_cast<quint8>(message[0]);
    if (type < quint8(FrameType::Open) || type > quint8(FrameType::GoAway))
        return bad(QStringLiteral("a frame of unknown type %1").arg(type));
    const FrameView view{static_cast<FrameType>(type), qFromBigEndian<quint32>(message.data() + 1),
        message.sliced(FrameHeaderBytes)};
    if (!isLengthOf(view.type, view.payload.size()))
        return bad(QStringLiteral("a frame of type %1 with %2 bytes").arg(type).arg(view.payload.size()));
    if (isOfLink(view.type) != (view.stream == 0))
        return bad(QStringLiteral("a frame of type %1 for stream %2").arg(type).arg(view.stream));
    return view;
}

QByteArray openFrame(quint32 stream, qint64 window)
{
    return frame(FrameType::Open, stream,
        QJsonDocument(
            QJsonObject{{QStringLiteral("kind"), QStringLiteral("http")}, {QStringLiteral("window"), window}})
            .toJson(QJsonDocument::Compact));
}

QByteArray dataFrame(quint32 stream, QByteArrayView payload)
{
    return frame(FrameType::Data, stream, payload);
}

QByteArray creditFrame(quint32 stream, quint32 bytes)
{
    return numberFrame(FrameType::Credit, stream, bytes);
}

QByteArray finFrame(quint32 stream)
{
    return frame(FrameType::Fin, stream, qsizetype(0));
}

QByteArray resetFrame(quint32 stream, ResetCode code, const QString &text)
{
    return farewellFrame(FrameType::Reset, stream, static_cast<quint16>(code), text);
}

QByteArray pingFrame(quint64 mark)
{
    return numberFrame(FrameType::Ping, 0, mark);
}

QByteArray pongFrame(quint64 mark)
{
    return numberFrame(FrameType::Pong, 0, mark);
}

QByteArray goAwayFrame(quint16 code, const QString &text)
{
    return farewellFrame(FrameType::GoAway, 0, code, text);
}

base::Result<OpenRequest> parseOpen(QByteArrayView payload)
{
    const QJsonDocument document = QJsonDocument::fromJson(payload.toByteArray());
    if (!document.isObject())
        return bad(QStringLiteral("an OPEN that is no JSON object"));
    const QJsonObject object = document.object();
    const QJsonValue kind = object.value(QStringLiteral("kind"));
    if (!kind.isString())
        return bad(QStringLiteral("an OPEN without a kind"));
    const double window = object.value(QStringLiteral("window")).toDouble(static_cast<double>(InitialWindow));
    if (!(window >= 1 && window <= static_cast<double>(InitialWindow)))
        return bad(QStringLiteral("an OPEN with a window out of range"));
    return OpenRequest{kind.toString(), static_cast<qint64>(window)};
}

base::Result<quint32> parseCredit(QByteArrayView payload)
{
    if (payload.size() != sizeof(quint32))
        return bad(QStringLiteral("a CREDIT of %1 bytes").arg(payload.size()));
    const auto bytes = qFromBigEndian<quint32>(payload.data());
    if (bytes == 0)
        return bad(QStringLiteral("a CREDIT for no bytes"));
    return bytes;
}

base::Result<Farewell> parseFarewell(QByteArrayView payload)
{
    if (payload.size() < qsizetype(sizeof(quint16)))
        return bad(QStringLiteral("a RESET or GOAWAY of %1 bytes").arg(payload.size()));
    return Farewell{qFromBigEndian<quint16>(payload.data()),
        QString::fromUtf8(payload.sliced(sizeof(quint16))
                              .first(qMin(payload.size() - qsizetype(sizeof(quint16)), MaxTextBytes)))};
}

base::Result<quint64> parseMark(QByteArrayView payload)
{
    if (payload.size() != sizeof(quint64))
        return bad(QStringLiteral("a PING or PONG of %1 bytes").arg(payload.size()));
    return qFromBigEndian<quint64>(payload.data());
}

} // namespace tunnel
