#pragma once

#include "core/http/bodymeter.h"
#include "core/http/request.h"

namespace visitor {

//! A request that the relay answers itself, while its body comes in; not a chunked one.
class OwnRequest
{
public:
    OwnRequest(const http::RequestHead &head, http::Request request, quint64 maxBodyBytes);

    //! Takes bytes up to the end of the request and says how many.
    qsizetype feed(QByteArrayView bytes);
    bool isDone() const { return m_meter.isDone(); }
    const std::optional<http::ProtocolError> &error() const { return m_meter.error(); }
    //! With its body; when done.
    http::Request take();

private:
    http::BodyMeter m_meter;
    http::Request m_request;
};

} // namespace visitor
