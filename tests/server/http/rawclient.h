#pragma once

#include <QElapsedTimer>
#include <QHash>
#include <QHostAddress>
#include <QTcpSocket>
#include <QTest>

#include <optional>

//! One answer as it came over the wire.
struct RawAnswer
{
    int status = 0;
    QHash<QByteArray, QByteArray> headers; //!< names in lower case
    QByteArray body;
};

//! A client that sends exactly the bytes that it is told to, and takes answers apart without help of the code
//! under test.
class RawClient
{
public:
    explicit RawClient(quint16 port)
    {
        socket.connectToHost(QHostAddress::LocalHost, port);
        if (!QTest::qWaitFor([this] { return socket.state() == QAbstractSocket::ConnectedState; }))
            qFatal("The server does not accept connections");
    }

    void send(const QByteArray &bytes) { socket.write(bytes); }

    //! The next answer; nullopt if none comes whole. `headOnly`: no body follows whatever the head says.
    std::optional<RawAnswer> answer(bool headOnly = false)
    {
        std::optional<RawAnswer> result;
        [[maybe_unused]] const bool found = QTest::qWaitFor([&] {
            m_received += socket.readAll();
            result = takeAnswer(headOnly);
            return result.has_value() || (isClosed() && socket.bytesAvailable() == 0);
        });
        return result;
    }

    bool waitForClose()
    {
        return QTest::qWaitFor([this] {
            m_received += socket.readAll();
            return isClosed();
        });
    }

    bool isClosed() const { return socket.state() == QAbstractSocket::UnconnectedState; }
    //! What came and was not taken as an answer.
    QByteArray rest()
    {
        m_received += socket.readAll();
        return m_received;
    }

    QTcpSocket socket;

private:
    std::optional<RawAnswer> takeAnswer(bool headOnly)
    {
        const qsizetype end = m_received.indexOf("\r\n\r\n");
        if (end < 0)
            return std::nullopt;
        RawAnswer answer;
        QList<QByteArray> lines = m_received.first(end).split('\n');
        answer.status = lines.takeFirst().split(' ').value(1).toInt();
        for (const QByteArray &line : lines) {
            const qsizetype colon = line.indexOf(':');
            answer.headers.insert(line.first(colon).toLower(), line.sliced(colon + 1).trimmed());
        }
        const qsizetype length = headOnly ? 0 : answer.headers.value("content-length").toLongLong();
        if (m_received.size() < end + 4 + length)
            return std::nullopt;
        answer.body = m_received.sliced(end + 4, length);
        m_received.remove(0, end + 4 + length);
        return answer;
    }

    QByteArray m_received;
};

inline QByteArray get(const QByteArray &path, const QByteArray &fields = {})
{
    return "GET " + path + " HTTP/1.1\r\nHost: localhost\r\n" + fields + "\r\n";
}

inline QByteArray post(const QByteArray &path, const QByteArray &body, const QByteArray &fields = {})
{
    return "POST " + path + " HTTP/1.1\r\nHost: localhost\r\n" + fields
        + "Content-Length: " + QByteArray::number(body.size()) + "\r\n\r\n" + body;
}
