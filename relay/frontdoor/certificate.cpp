#include "relay/frontdoor/certificate.h"

#include <QFile>
#include <QSslCertificate>
#include <QSslKey>

namespace frontdoor {

namespace {

base::Result<QByteArray> contents(const QString &path)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly)) {
        return base::failure(
            base::ErrorCode::Io, QStringLiteral("Cannot read %1: %2").arg(path, file.errorString()));
    }
    return file.readAll();
}

QSslKey keyOf(const QByteArray &pem)
{
    for (const QSsl::KeyAlgorithm algorithm : {QSsl::Rsa, QSsl::Ec}) {
        if (QSslKey key(pem, algorithm); !key.isNull())
            return key;
    }
    return {};
}

} // namespace

base::Result<QSslConfiguration> loadCertificate(const QString &chainFile, const QString &keyFile)
{
    const auto chainPem = contents(chainFile);
    if (!chainPem)
        return tl::unexpected(chainPem.error());
    const auto keyPem = contents(keyFile);
    if (!keyPem)
        return tl::unexpected(keyPem.error());
    const QList<QSslCertificate> chain = QSslCertificate::fromData(*chainPem, QSsl::Pem);
    if (chain.isEmpty()) {
        return base::failure(
            base::ErrorCode::InvalidArgument, QStringLiteral("No certificate in %1").arg(chainFile));
    }
    const QSslKey key = keyOf(*keyPem);
    if (key.isNull()) {
        return base::failure(base::ErrorCode::InvalidArgument,
            QStringLiteral("No private key (RSA or EC, PEM, without passphrase) in %1").arg(keyFile));
    }
    QSslConfiguration configuration = QSslConfiguration::defaultConfiguration();
    configuration.setLocalCertificateChain(chain);
    configuration.setPrivateKey(key);
    configuration.setPeerVerifyMode(QSslSocket::VerifyNone); // visitors have no certificates
    configuration.setProtocol(QSsl::TlsV1_2OrLater);
    configuration.setAllowedNextProtocols({"http/1.1"});
    return configuration;
}

} // namespace frontdoor
