#include "core/http/handshake.h"

namespace http {

namespace {
constexpr qsizetype KeyBytes = 16;
}

std::optional<Answer> checkHandshake(const RequestHead &head)
{
    if (head.count("sec-websocket-version") != 1 || head.field("sec-websocket-version") != "13") {
        Answer answer = errorAnswer(426, QStringLiteral("Sec-WebSocket-Version must be 13"));
        answer.headers.emplaceBack("Sec-WebSocket-Version", "13");
        answer.headers.emplaceBack("Upgrade", "websocket");
        return answer;
    }
    const auto key = QByteArray::fromBase64Encoding(
        head.field("sec-websocket-key"), QByteArray::AbortOnBase64DecodingErrors);
    if (head.count("sec-websocket-key") != 1 || !key || key.decoded.size() != KeyBytes)
        return errorAnswer(400, QStringLiteral("Sec-WebSocket-Key must be 16 bytes in base64"));
    return std::nullopt;
}

std::optional<Answer> checkNoHandshake(const RequestHead &head)
{
    bool asksForUpgrade = false;
    bool namesWebSocket = false;
    for (const auto &[name, value] : head.fields) {
        asksForUpgrade = asksForUpgrade || (name == "connection" && value.toLower().contains("upgrade"));
        namesWebSocket = namesWebSocket || (name == "upgrade" && value.toLower().contains("websocket"));
    }
    if (asksForUpgrade && namesWebSocket)
        return errorAnswer(400, QStringLiteral("Not a valid WebSocket handshake"));
    return std::nullopt;
}

} // namespace http
