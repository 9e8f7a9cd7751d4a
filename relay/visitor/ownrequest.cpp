#include "relay/visitor/ownrequest.h"

namespace visitor {

OwnRequest::OwnRequest(const http::RequestHead &head, http::Request request, quint64 maxBodyBytes)
    : m_meter(head, maxBodyBytes)
    , m_request(std::move(request))
{
}

qsizetype OwnRequest::feed(QByteArrayView bytes)
{
    const qsizetype taken = m_meter.feed(bytes);
    m_request.body.append(bytes.first(taken));
    return taken;
}

http::Request OwnRequest::take()
{
    return std::move(m_request);
}

} // namespace visitor
