#include "core/tunnel/link.h"
#include "tests/core/tunnel/sessionpair.h"
#include "tests/paths/testpaths.h"

#include <QFile>
#include <QSslConfiguration>
#include <QSslKey>
#include <QSslSocket>
#include <QTest>
#include <QWebSocketServer>

using namespace tunnel;

namespace {

//! A self-signed certificate of "localhost" that was made for this test; its key guards nothing.
QByteArray fixture(const char *name)
{
    QFile file(testpaths::fixture(QStringLiteral("tls/")) + QLatin1String(name));
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

} // namespace

class TestTunnelTls : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    //! What waits encrypted counts: else every window of every stream would go into the socket at once.
    void encryptedBytesArePaced()
    {
        QVERIFY(QSslSocket::supportsSsl());
        const QSslCertificate certificate(fixture("localhost.crt"));
        QSslConfiguration serverSide;
        serverSide.setLocalCertificate(certificate);
        serverSide.setPrivateKey(QSslKey(fixture("localhost.key"), QSsl::Ec));
        QWebSocketServer server(QStringLiteral("relay"), QWebSocketServer::SecureMode);
        server.setSslConfiguration(serverSide);
        QVERIFY(server.listen(QHostAddress::LocalHost));

        auto socket = std::make_unique<QWebSocket>();
        QSslConfiguration clientSide = QSslConfiguration::defaultConfiguration();
        clientSide.setCaCertificates({certificate});
        socket->setSslConfiguration(clientSide);
        socket->open(QUrl(QStringLiteral("wss://localhost:%1/").arg(server.serverPort())));
        QTRY_VERIFY(server.hasPendingConnections());
        // Before the links, which tell their listeners of the end.
        std::vector<std::unique_ptr<KeepingListener>> opened;
        std::vector<std::unique_ptr<KeepingListener>> accepted;
        Link far(Session::Role::Accepts, std::unique_ptr<QWebSocket>(server.nextPendingConnection()));
        connect(&far.session(), &Session::streamOpened, this,
            [&](Stream *stream) { accepted.push_back(std::make_unique<KeepingListener>(stream)); });
        QTRY_COMPARE(socket->state(), QAbstractSocket::ConnectedState);
        auto *tls = socket->findChild<QSslSocket *>();
        QVERIFY(tls);
        Link near(Session::Role::Opens, std::move(socket));

        tls->setSocketOption(
            QAbstractSocket::SendBufferSizeSocketOption, 8 * 1024); // a link that takes little
        qint64 most = 0;
        connect(tls, &QSslSocket::encryptedBytesWritten, this,
            [&] { most = qMax(most, tls->bytesToWrite() + tls->encryptedBytesToWrite()); });
        for (int i = 0; i < LargeStreams; ++i) {
            opened.push_back(std::make_unique<KeepingListener>());
            opened.back()->stream = near.session().open(*opened.back());
            opened.back()->stream->write(QByteArray(InitialWindow, 'x'));
        }
        QTRY_COMPARE(far.session().figures().bytesReceived, LargeStreams * InitialWindow);
        QVERIFY2(most > 0 && most <= 2 * MaxBytesToWrite, qPrintable(QString::number(most)));
    }
};

QTEST_GUILESS_MAIN(TestTunnelTls)
#include "tst_tunneltls.moc"
