#pragma once

#include "core/process/filedescriptor.h"
#include "core/tunnel/stream.h"

#include <QObject>
#include <QSocketNotifier>

#include <memory>

namespace uplink {

//! One stream's connection to the local server: bytes both ways, never looked at. It deletes itself once both
//! directions have ended or one has failed.
//!
//! A plain non-blocking socket instead of a QTcpSocket: that one has no half close, cannot tell a reset from
//! an orderly end, and copies every byte once more.
//!
//! Its memory is bounded by the stream's windows: it reads no more than the stream takes, and grants no
//! credit for what the local server has not taken.
class LocalConnection final : public QObject, private tunnel::StreamListener
{
    Q_OBJECT

public:
    //! `readBuffer` (MaxDataBytes) must outlive this.
    LocalConnection(tunnel::Stream &stream, QByteArray &readBuffer, QObject *parent);
    ~LocalConnection() override;

    //! Connects to 127.0.0.1. May end at once.
    void open(quint16 port);

private:
    void streamData(QByteArrayView bytes) override;
    void streamFinished() override;
    void streamReset(tunnel::ResetCode code, const QString &text) override;
    void streamWritable() override;

    void readSome();
    void writeSome();
    void serverHasEnded();
    qsizetype send(QByteArrayView bytes);
    void closeWritingIfDone();
    void endIfDone();
    void fail(int errorNumber);
    void end();

    tunnel::Stream *m_stream; //!< null once it was let go
    QByteArray &m_readBuffer;
    process::FileDescriptor m_socket;
    std::unique_ptr<QSocketNotifier> m_readable;
    std::unique_ptr<QSocketNotifier> m_writable;
    QByteArray m_unsent; //!< what the local server has not taken yet, from m_unsentOffset on
    qsizetype m_unsentOffset = 0;
    bool m_takesNoMore = false; //!< the local server reads no more: what still comes is dropped
    bool m_wasReset = false; //!< so its end, when it is read, is no orderly one
    bool m_hasEnded = false; //!< the local server has sent all
    bool m_peerHasFinished = false; //!< the relay has sent all
};

} // namespace uplink
