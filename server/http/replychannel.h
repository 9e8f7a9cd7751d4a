#pragma once

#include "core/http/responder.h"
#include "server/http/guardedsocket.h"

#include <QPointer>

namespace http {

//! The way back to one request's client for its Responder; may outlive the connection and the server.
class ReplyChannel final : public Responder::Sink
{
public:
    //! `number` is the request's on that connection.
    ReplyChannel(GuardedSocket *socket, quint64 number, QByteArray acceptEncoding);
    ~ReplyChannel() override;
    Q_DISABLE_COPY_MOVE(ReplyChannel)

    void send(int status, const Headers &headers, const QByteArray &body) override;
    void whenGone(QObject *context, std::function<void()> callback) override;

private:
    QPointer<GuardedSocket> m_socket;
    quint64 m_number;
    QByteArray m_acceptEncoding;
    QMetaObject::Connection m_goneConnection;
};

} // namespace http
