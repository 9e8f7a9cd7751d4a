#pragma once

#include "core/base/secret.h"
#include "core/tunnel/limits.h"

#include <QByteArray>
#include <QString>

#include <optional>
#include <variant>

namespace tunnel {

//! Bytes of a nonce.
constexpr qsizetype NonceBytes = 32;

//! A fresh one from the system's generator.
QByteArray newNonce();

//! An agent machine's name: 1 to 64 letters, digits, dots, dashes and underscores.
bool isMachineName(const QString &name);

// What a handshake wants after it was fed a message.

//! Send this text message and wait for the next.
struct SendText
{
    QByteArray text;
};
//! Both sides have proved that they know the token.
struct Authenticated
{
    QByteArray text; //!< to be sent first; empty at the agent's side
    QString machine;
    QString peerVersion; //!< of the other program
    QString session; //!< names this connection in both logs
    bool takesUnmasked = false; //!< the relay reads frames that are not masked (PROTOCOL.md, "Masking")
};
//! It is over: send the text, if there is one, and close.
struct Rejected
{
    QByteArray text;
    CloseCode code;
    QString reason;
};
using HandshakeStep = std::variant<SendText, Authenticated, Rejected>;

//! The relay's side of the handshake (PROTOCOL.md); pure.
class RelayHandshake
{
public:
    RelayHandshake(base::Secret token, QByteArray nonce, QString version, QString session);

    //! Takes one text message of the machine.
    HandshakeStep feed(const QByteArray &text);
    //! Of the machine; empty before its hello.
    const QString &machine() const { return m_machine; }

private:
    HandshakeStep hello(const QJsonObject &message);
    HandshakeStep auth(const QJsonObject &message);

    base::Secret m_token;
    QByteArray m_nonce;
    QString m_version;
    QString m_session;
    QString m_machine;
    QString m_machineVersion;
    QByteArray m_agentNonce; //!< empty before the hello
};

//! The agent machine's side; pure.
class AgentHandshake
{
public:
    AgentHandshake(base::Secret token, QByteArray nonce, QString machine, QString version);

    //! The first message.
    QByteArray hello() const;
    //! Takes one text message of the relay.
    HandshakeStep feed(const QByteArray &text);

private:
    HandshakeStep challenge(const QJsonObject &message);

    base::Secret m_token;
    QByteArray m_nonce;
    QString m_machine;
    QString m_version;
    QString m_relayVersion;
    bool m_relayTakesUnmasked = false;
    bool m_hasProved = false;
};

} // namespace tunnel
