#include "core/http/exchange.h"

namespace http {

namespace {

ProtocolError badGateway(const char *message)
{
    return ProtocolError{502, QString::fromLatin1(message)};
}

} // namespace

Exchange Exchange::of(const RequestHead &request)
{
    Exchange exchange;
    exchange.isHead = request.method == "HEAD";
    exchange.isWebSocketUpgrade = request.isWebSocketUpgrade();
    exchange.minorVersion = request.minorVersion;
    exchange.keepAlive = request.keepAlive();
    return exchange;
}

std::optional<ProtocolError> Exchange::mismatch(const ResponseHead &response) const
{
    if (response.status == 101 && !isWebSocketUpgrade)
        return badGateway("The response changes to a protocol that was not asked for");
    if (response.status == 101 && !response.acceptsWebSocket())
        return badGateway("The response accepts something else than the WebSocket that was asked for");
    if (response.isInterim() && minorVersion == 0)
        return badGateway("An interim response to an HTTP/1.0 request");
    if (framing(response) == Framing::Chunked && minorVersion == 0)
        return badGateway("A chunked response to an HTTP/1.0 request");
    return std::nullopt;
}

Framing Exchange::framing(const ResponseHead &response) const
{
    return isHead ? Framing::None : response.framing;
}

bool Exchange::keepsVisitorAfter(const ResponseHead &response) const
{
    return keepAlive && response.status != 101 && framing(response) != Framing::UntilClose;
}

bool Exchange::keepsServerAfter(const ResponseHead &response) const
{
    return minorVersion >= 1 && response.keepAlive() && response.status != 101
        && framing(response) != Framing::UntilClose;
}

} // namespace http
