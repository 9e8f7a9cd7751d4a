#include "server/http/replychannel.h"

#include "core/http/compression.h"

namespace http {

ReplyChannel::ReplyChannel(GuardedSocket *socket, quint64 number, QByteArray acceptEncoding)
    : m_socket(socket)
    , m_number(number)
    , m_acceptEncoding(std::move(acceptEncoding))
{
}

ReplyChannel::~ReplyChannel()
{
    QObject::disconnect(m_goneConnection);
}

void ReplyChannel::send(int status, const Headers &headers, const QByteArray &body)
{
    QObject::disconnect(m_goneConnection);
    if (!m_socket || !m_socket->awaitsAnswer(m_number))
        return;
    Answer answer{status, headers, body};
    compress(answer, m_acceptEncoding);
    m_socket->answer(m_number, answer);
}

void ReplyChannel::whenGone(QObject *context, std::function<void()> callback)
{
    QObject::disconnect(m_goneConnection);
    if (!m_socket || !m_socket->awaitsAnswer(m_number))
        return;
    m_goneConnection = QObject::connect(
        m_socket, &QTcpSocket::disconnected, context, [callback = std::move(callback)] { callback(); });
}

} // namespace http
