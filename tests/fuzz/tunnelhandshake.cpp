// Both sides of the tunnel's handshake take text of a stranger: neither may believe one that does not know
// the token, whatever it says.

#include "core/tunnel/handshake.h"
#include "tests/fuzz/property.h"

#include <QJsonDocument>
#include <QJsonObject>

using fuzz::require;

namespace {

const QByteArray AgentNonce(tunnel::NonceBytes, 'a');
const QByteArray RelayNonce(tunnel::NonceBytes, 'r');

base::Secret token()
{
    return base::Secret(QByteArrayLiteral("a token that no input knows"));
}

tunnel::AgentHandshake agent()
{
    return {token(), AgentNonce, QStringLiteral("box"), QStringLiteral("1")};
}

tunnel::RelayHandshake relay()
{
    return {token(), RelayNonce, QStringLiteral("1"), QStringLiteral("s")};
}

bool isAuthenticated(const tunnel::HandshakeStep &step)
{
    return std::holds_alternative<tunnel::Authenticated>(step);
}

//! What is to be sent has to be one message of the protocol, within its limits.
void requireSendable(const QByteArray &text)
{
    require(text.size() <= tunnel::MaxControlBytes, "a message keeps to its limit");
    const QJsonDocument document = QJsonDocument::fromJson(text);
    require(
        document.isObject() && document.object().contains(QStringLiteral("type")), "a message has a type");
}

void requireSound(const tunnel::HandshakeStep &step)
{
    if (const auto *send = std::get_if<tunnel::SendText>(&step))
        requireSendable(send->text);
    else if (const auto *rejected = std::get_if<tunnel::Rejected>(&step))
        require(!rejected->reason.isEmpty() || rejected->code == tunnel::CloseCode::InvalidToken,
            "a refusal has words");
}

//! Feeds the lines of the input to a side until it is over.
template <typename Side>
void talk(Side side, const QList<QByteArray> &lines)
{
    for (const QByteArray &line : lines) {
        const tunnel::HandshakeStep step = side.feed(line);
        requireSound(step);
        require(!isAuthenticated(step), "nobody gets in without the token");
        if (std::holds_alternative<tunnel::Rejected>(step))
            return;
    }
}

//! What a side says to `line` when the handshake went well until then.
void answerLast(const QByteArray &line)
{
    tunnel::AgentHandshake machine = agent();
    tunnel::RelayHandshake server = relay();
    const auto challenge = server.feed(machine.hello());
    const auto auth = machine.feed(std::get<tunnel::SendText>(challenge).text);
    const auto *proof = std::get_if<tunnel::SendText>(&auth);
    require(proof != nullptr, "a machine answers the relay's proof");
    requireSound(machine.feed(line)); // the relay has proved itself: an auth:ok is welcome
    const auto step = server.feed(line);
    requireSound(step);
    require(!isAuthenticated(step) || line.contains("proof"), "the relay wants a proof");
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const quint8 *data, std::size_t size)
{
    const QByteArray input(reinterpret_cast<const char *>(data), static_cast<qsizetype>(size));
    const QList<QByteArray> lines = input.split('\n');
    talk(relay(), lines);
    talk(agent(), lines);
    answerLast(lines.last());
    return 0;
}
