#include "tray/cli/singleinstance.h"

#include <QCryptographicHash>
#include <QDir>
#include <QLocalSocket>

namespace tray {

namespace {

constexpr int Patience = 2000;
constexpr qsizetype NameLength = 12;

//! Short, since the path of a local socket has little room.
QString pathFor(const QString &directory, const QString &dataDirectory)
{
    const QByteArray hash
        = QCryptographicHash::hash(QDir::cleanPath(dataDirectory).toUtf8(), QCryptographicHash::Sha256);
    return QStringLiteral("%1/agentmonitor-tray-%2")
        .arg(directory, QString::fromLatin1(hash.toHex().left(NameLength)));
}

} // namespace

SingleInstance::SingleInstance(const QString &directory, const QString &dataDirectory, QObject *parent)
    : QObject(parent)
    , m_socket(pathFor(directory, dataDirectory) + QStringLiteral(".sock"))
    , m_lock(pathFor(directory, dataDirectory) + QStringLiteral(".lock"))
{
    m_lock.setStaleLockTime(0); // only the end of its process makes it stale
    m_server.setSocketOptions(QLocalServer::UserAccessOption);
    connect(&m_server, &QLocalServer::newConnection, this, [this] {
        while (QLocalSocket *visitor = m_server.nextPendingConnection()) {
            connect(visitor, &QLocalSocket::disconnected, visitor, &QObject::deleteLater);
            visitor->disconnectFromServer();
            Q_EMIT showWanted();
        }
    });
}

bool SingleInstance::claim()
{
    if (!m_lock.tryLock() && m_lock.error() == QLockFile::LockFailedError) {
        tellFirst();
        return false;
    }
    QLocalServer::removeServer(m_socket); // of one that has crashed
    m_server.listen(m_socket); // without it a second start shows nothing, which is no reason not to run
    return true;
}

void SingleInstance::tellFirst() const
{
    // The connection is the message.
    QLocalSocket socket;
    socket.connectToServer(m_socket);
    if (socket.waitForConnected(Patience))
        socket.waitForDisconnected(Patience);
}

} // namespace tray
