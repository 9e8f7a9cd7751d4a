#include "server/http/exchange.h"

#include "server/http/compression.h"

namespace http {

Exchange::Exchange(GuardedSocket *socket, quint64 number, QByteArray acceptEncoding)
    : m_socket(socket)
    , m_number(number)
    , m_acceptEncoding(std::move(acceptEncoding))
{
}

Exchange::~Exchange()
{
    QObject::disconnect(m_goneConnection);
}

void Exchange::send(int status, const Headers &headers, const QByteArray &body)
{
    QObject::disconnect(m_goneConnection);
    if (!m_socket || !m_socket->awaitsAnswer(m_number))
        return;
    Answer answer{status, headers, body};
    compress(answer, m_acceptEncoding);
    m_socket->answer(m_number, answer);
}

void Exchange::whenGone(QObject *context, std::function<void()> callback)
{
    QObject::disconnect(m_goneConnection);
    if (!m_socket || !m_socket->awaitsAnswer(m_number))
        return;
    m_goneConnection = QObject::connect(
        m_socket, &QTcpSocket::disconnected, context, [callback = std::move(callback)] { callback(); });
}

} // namespace http
