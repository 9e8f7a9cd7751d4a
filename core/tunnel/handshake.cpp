#include "core/tunnel/handshake.h"

#include <QJsonDocument>
#include <QJsonObject>
#include <QMessageAuthenticationCode>
#include <QRandomGenerator>

#include <array>

namespace tunnel {

namespace {

constexpr qsizetype MaxMachineLength = 64;
constexpr qsizetype MaxVersionLength = 64;

QByteArray text(const QJsonObject &message)
{
    return QJsonDocument(message).toJson(QJsonDocument::Compact);
}

//! The message as an object of that type; nullopt if it is anything else.
std::optional<QJsonObject> messageOf(const QByteArray &text)
{
    if (text.size() > MaxControlBytes)
        return std::nullopt;
    const QJsonDocument document = QJsonDocument::fromJson(text);
    if (!document.isObject())
        return std::nullopt;
    return document.object();
}

QString typeOf(const QJsonObject &message)
{
    return message.value(QStringLiteral("type")).toString();
}

//! Strict base64 of a field.
std::optional<QByteArray> bytesOf(const QJsonObject &message, const char *name)
{
    const auto decoded
        = QByteArray::fromBase64Encoding(message.value(QLatin1String(name)).toString().toLatin1(),
            QByteArray::Base64Encoding | QByteArray::AbortOnBase64DecodingErrors);
    if (!decoded)
        return std::nullopt;
    return *decoded;
}

QString versionOf(const QJsonObject &message)
{
    return message.value(QStringLiteral("version")).toString().left(MaxVersionLength);
}

//! Both nonces and the name are in it, so that no proof serves twice or for another machine; the role, so
//! that one side's proof cannot be sent back to it.
QByteArray proof(const base::Secret &token, const char *role, const QByteArray &agentNonce,
    const QByteArray &relayNonce, const QString &machine)
{
    QMessageAuthenticationCode code(QCryptographicHash::Sha256, token.reveal());
    code.addData(QByteArray(role));
    code.addData(agentNonce);
    code.addData(relayNonce);
    code.addData(machine.toUtf8());
    return code.result();
}

Rejected badMessage(const QString &reason)
{
    return {{}, CloseCode::BadHello, reason};
}

Rejected invalidToken()
{
    return {text({{QStringLiteral("type"), QStringLiteral("auth:error")},
                {QStringLiteral("message"), QStringLiteral("Invalid token")}}),
        CloseCode::InvalidToken, QStringLiteral("Invalid token")};
}

} // namespace

QByteArray newNonce()
{
    std::array<quint32, NonceBytes / sizeof(quint32)> words{};
    QRandomGenerator::system()->fillRange(words.data(), qsizetype(words.size()));
    return {reinterpret_cast<const char *>(words.data()), NonceBytes}; // NOLINT(*-reinterpret-cast)
}

bool isMachineName(const QString &name)
{
    for (const QChar c : name) {
        const bool known = (c >= QLatin1Char('a') && c <= QLatin1Char('z'))
            || (c >= QLatin1Char('A') && c <= QLatin1Char('Z'))
            || (c >= QLatin1Char('0') && c <= QLatin1Char('9')) || c == QLatin1Char('-')
            || c == QLatin1Char('.') || c == QLatin1Char('_');
        if (!known)
            return false;
    }
    return !name.isEmpty() && name.size() <= MaxMachineLength;
}

RelayHandshake::RelayHandshake(base::Secret token, QByteArray nonce, QString version, QString session)
    : m_token(std::move(token))
    , m_nonce(std::move(nonce))
    , m_version(std::move(version))
    , m_session(std::move(session))
{
}

HandshakeStep RelayHandshake::feed(const QByteArray &bytes)
{
    const auto message = messageOf(bytes);
    if (!message)
        return badMessage(QStringLiteral("Not a JSON object"));
    return m_agentNonce.isEmpty() ? hello(*message) : auth(*message);
}

HandshakeStep RelayHandshake::hello(const QJsonObject &message)
{
    if (typeOf(message) != QLatin1String("hello"))
        return badMessage(QStringLiteral("Not a hello"));
    const QJsonValue protocol = message.value(QStringLiteral("protocol"));
    if (protocol.toDouble() != ProtocolVersion) {
        return Rejected{{}, CloseCode::UnknownProtocol,
            QStringLiteral("The relay speaks protocol %1, the machine %2")
                .arg(ProtocolVersion)
                .arg(protocol.isDouble() ? QString::number(protocol.toDouble())
                                         : QStringLiteral("none that it names"))};
    }
    const QString machine = message.value(QStringLiteral("machine")).toString();
    if (!isMachineName(machine))
        return badMessage(QStringLiteral("A hello without a valid machine name"));
    const auto nonce = bytesOf(message, "nonce");
    if (!nonce || nonce->size() != NonceBytes)
        return badMessage(QStringLiteral("A hello without a nonce of 32 bytes"));
    m_machine = machine;
    m_machineVersion = versionOf(message);
    m_agentNonce = *nonce;
    return SendText{text({{QStringLiteral("type"), QStringLiteral("challenge")},
        {QStringLiteral("version"), m_version}, {QStringLiteral("unmasked"), true},
        {QStringLiteral("nonce"), QString::fromLatin1(m_nonce.toBase64())},
        {QStringLiteral("proof"),
            QString::fromLatin1(proof(m_token, "relay", m_agentNonce, m_nonce, m_machine).toBase64())}})};
}

HandshakeStep RelayHandshake::auth(const QJsonObject &message)
{
    if (typeOf(message) != QLatin1String("auth"))
        return badMessage(QStringLiteral("Not an auth"));
    const auto given = bytesOf(message, "proof");
    if (!given
        || !base::constantTimeEquals(*given, proof(m_token, "agent", m_agentNonce, m_nonce, m_machine)))
        return invalidToken();
    return Authenticated{text({{QStringLiteral("type"), QStringLiteral("auth:ok")},
                             {QStringLiteral("machine"), m_machine}, {QStringLiteral("session"), m_session}}),
        m_machine, m_machineVersion, m_session};
}

AgentHandshake::AgentHandshake(base::Secret token, QByteArray nonce, QString machine, QString version)
    : m_token(std::move(token))
    , m_nonce(std::move(nonce))
    , m_machine(std::move(machine))
    , m_version(std::move(version))
{
}

QByteArray AgentHandshake::hello() const
{
    return text(
        {{QStringLiteral("type"), QStringLiteral("hello")}, {QStringLiteral("protocol"), ProtocolVersion},
            {QStringLiteral("machine"), m_machine}, {QStringLiteral("version"), m_version},
            {QStringLiteral("nonce"), QString::fromLatin1(m_nonce.toBase64())}});
}

HandshakeStep AgentHandshake::feed(const QByteArray &bytes)
{
    const auto message = messageOf(bytes);
    if (!message)
        return badMessage(QStringLiteral("Not a JSON object"));
    const QString type = typeOf(*message);
    if (type == QLatin1String("auth:error")) {
        return Rejected{{}, CloseCode::InvalidToken,
            message->value(QStringLiteral("message")).toString().left(MaxControlBytes)};
    }
    if (!m_hasProved && type == QLatin1String("challenge"))
        return challenge(*message);
    if (m_hasProved && type == QLatin1String("auth:ok")) {
        return Authenticated{{}, m_machine, m_relayVersion,
            message->value(QStringLiteral("session")).toString(), m_relayTakesUnmasked};
    }
    return badMessage(QStringLiteral("Unexpected message of type \"%1\"").arg(type.left(MaxMachineLength)));
}

HandshakeStep AgentHandshake::challenge(const QJsonObject &message)
{
    const auto nonce = bytesOf(message, "nonce");
    if (!nonce || nonce->size() != NonceBytes)
        return badMessage(QStringLiteral("A challenge without a nonce of 32 bytes"));
    const auto given = bytesOf(message, "proof");
    // A relay that does not know the token must not get a proof of it to work on.
    if (!given || !base::constantTimeEquals(*given, proof(m_token, "relay", m_nonce, *nonce, m_machine)))
        return Rejected{{}, CloseCode::InvalidToken, QStringLiteral("Invalid token")};
    m_hasProved = true;
    m_relayVersion = versionOf(message);
    m_relayTakesUnmasked = message.value(QStringLiteral("unmasked")).toBool();
    return SendText{text({{QStringLiteral("type"), QStringLiteral("auth")},
        {QStringLiteral("proof"),
            QString::fromLatin1(proof(m_token, "agent", m_nonce, *nonce, m_machine).toBase64())}})};
}

} // namespace tunnel
