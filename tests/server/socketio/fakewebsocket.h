#pragma once

#include "server/socketio/engineio/websocket.h"

#include <QList>

//! A WebSocket without a network: what a session sends lies here, and a test can hold the peer back.
class FakeWebSocket final : public engineio::WebSocket
{
    Q_OBJECT

public:
    //! What is left of the socket when the session has let it go.
    struct Record
    {
        QList<QByteArray> sent;
        qint64 waiting = 0; //!< grows with what is sent while the peer does not read
        qint64 flushable = 0; //!< what a flush hands to the kernel
        bool isPeerReading = true;
        bool isClosed = false;
        bool isAborted = false;
        int closeCode = 0;
    };

    explicit FakeWebSocket(std::shared_ptr<Record> record)
        : m_record(std::move(record))
    {
    }

    void send(const engineio::Frame &frame) override
    {
        m_record->sent.append(frame.bytes());
        if (!m_record->isPeerReading)
            m_record->waiting += frame.size();
    }

    qint64 bytesToWrite() const override { return m_record->waiting; }

    void flush() override
    {
        const qint64 taken = qMin(m_record->flushable, m_record->waiting);
        m_record->waiting -= taken;
        m_record->flushable -= taken;
    }

    void close(engineio::WebSocketCloseCode code) override
    {
        m_record->isClosed = true;
        m_record->closeCode = static_cast<int>(code);
        Q_EMIT closed();
    }

    void abort() override { m_record->isAborted = true; }
    bool isClosed() const override { return m_record->isClosed; }

    void receive(const QByteArray &text) { Q_EMIT textReceived(text); }
    void leave()
    {
        m_record->isClosed = true;
        Q_EMIT closed();
    }

private:
    std::shared_ptr<Record> m_record;
};
