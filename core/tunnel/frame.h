#pragma once

#include "core/base/result.h"

#include <QByteArray>
#include <QByteArrayView>

namespace tunnel {

//! The first byte of a binary message; PROTOCOL.md has the table.
enum class FrameType : quint8 {
    Open = 1,
    Data = 2,
    Credit = 3,
    Fin = 4,
    Reset = 5,
    Ping = 6,
    Pong = 7,
    GoAway = 8,
};

//! Why one side gives up a stream.
enum class ResetCode : quint16 {
    Cancelled = 1, //!< nobody wants the rest: the visitor left
    Unreachable = 2, //!< the local server refuses the connection
    Broken = 3, //!< the local connection ended by an error
    Refused = 4, //!< the stream's kind is unknown, or there are too many
    LinkLost = 5, //!< never sent: the tunnel itself went away
};

//! One frame, looked at in the message that it came in. Ping, Pong and GoAway have stream 0, all others not.
struct FrameView
{
    FrameType type;
    quint32 stream;
    QByteArrayView payload;
};

//! Checks type, stream and length. The error names what is wrong.
base::Result<FrameView> parseFrame(QByteArrayView message);

QByteArray openFrame(quint32 stream, qint64 window);
QByteArray dataFrame(quint32 stream, QByteArrayView payload);
QByteArray creditFrame(quint32 stream, quint32 bytes);
QByteArray finFrame(quint32 stream);
QByteArray resetFrame(quint32 stream, ResetCode code, const QString &text);
QByteArray pingFrame(quint64 mark);
QByteArray pongFrame(quint64 mark);
QByteArray goAwayFrame(quint16 code, const QString &text);

//! What an OPEN asks for.
struct OpenRequest
{
    QString kind; //!< "http"
    qint64 window = 0; //!< bytes that either side may send before it is granted more
};
base::Result<OpenRequest> parseOpen(QByteArrayView payload);

base::Result<quint32> parseCredit(QByteArrayView payload);

//! The code and the words of RESET and GOAWAY.
struct Farewell
{
    quint16 code = 0;
    QString text;
};
base::Result<Farewell> parseFarewell(QByteArrayView payload);

//! The mark of PING and PONG.
base::Result<quint64> parseMark(QByteArrayView payload);

} // namespace tunnel
