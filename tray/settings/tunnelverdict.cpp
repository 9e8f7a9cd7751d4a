#include "tray/settings/tunnelverdict.h"

#include <QRegularExpression>

namespace tray {

namespace {

QString withDetail(const QString &words, const QString &detail)
{
    return detail.isEmpty() ? words + QLatin1Char('.') : QStringLiteral("%1: %2").arg(words, detail);
}

} // namespace

QString verdictWords(TunnelVerdict verdict, const QString &host, const QString &detail)
{
    switch (verdict) {
    case TunnelVerdict::Works:
        return withDetail(QStringLiteral("The relay at %1 knows this token").arg(host), detail);
    case TunnelVerdict::BadAddress:
        return detail;
    case TunnelVerdict::NameNotFound:
        return QStringLiteral("The name was not found: there is no host %1.").arg(host);
    case TunnelVerdict::ConnectionRefused:
        return QStringLiteral("%1 refuses the connection: no relay listens there.").arg(host);
    case TunnelVerdict::Unreachable:
        return withDetail(QStringLiteral("%1 cannot be reached").arg(host), detail);
    case TunnelVerdict::TlsFailed:
        return withDetail(QStringLiteral("No secure connection (TLS) to %1").arg(host), detail);
    case TunnelVerdict::NotARelay:
        return withDetail(QStringLiteral("What answers at %1 is no relay").arg(host), detail);
    case TunnelVerdict::WrongToken:
        return QStringLiteral("Wrong token: the relay at %1 was started with another one.").arg(host);
    case TunnelVerdict::RelayTooOld:
        return QStringLiteral("The relay at %1 is too old for this version; update it.").arg(host);
    case TunnelVerdict::RelayTooNew:
        return QStringLiteral("The relay at %1 is too new for this version; update this machine.").arg(host);
    case TunnelVerdict::NoAnswer:
        return QStringLiteral("%1 does not answer.").arg(host);
    case TunnelVerdict::Lost:
        return withDetail(QStringLiteral("The connection to %1 was lost").arg(host), detail);
    }
    return {};
}

TunnelVerdict verdictOfError(QAbstractSocket::SocketError error, const QString &errorText)
{
    switch (error) {
    case QAbstractSocket::HostNotFoundError:
        return TunnelVerdict::NameNotFound;
    case QAbstractSocket::ConnectionRefusedError:
        // Qt has this error also for an upgrade that was refused with an HTTP status.
        return errorText.contains(QLatin1String("http status"), Qt::CaseInsensitive)
            ? TunnelVerdict::NotARelay
            : TunnelVerdict::ConnectionRefused;
    case QAbstractSocket::SslHandshakeFailedError:
    case QAbstractSocket::SslInternalError:
    case QAbstractSocket::SslInvalidUserDataError:
        return TunnelVerdict::TlsFailed;
    case QAbstractSocket::SocketTimeoutError:
        return TunnelVerdict::NoAnswer;
    case QAbstractSocket::NetworkError:
        return TunnelVerdict::Unreachable;
    default:
        return TunnelVerdict::NotARelay;
    }
}

TunnelVerdict verdictOfClose(tunnel::CloseCode code, const QString &reason)
{
    switch (code) {
    case tunnel::CloseCode::InvalidToken:
        return TunnelVerdict::WrongToken;
    case tunnel::CloseCode::UnknownProtocol: {
        static const QRegularExpression number(QStringLiteral("protocol (\\d+)"));
        const QRegularExpressionMatch match = number.match(reason);
        return match.hasMatch() && match.captured(1).toInt() > tunnel::ProtocolVersion
            ? TunnelVerdict::RelayTooNew
            : TunnelVerdict::RelayTooOld;
    }
    case tunnel::CloseCode::BadHello: // protocol 1 knew no such hello
        return TunnelVerdict::RelayTooOld;
    default:
        return TunnelVerdict::Lost;
    }
}

} // namespace tray
