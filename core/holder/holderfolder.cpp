#include "core/holder/holderfolder.h"

#include "core/process/stderrtail.h"
#include "core/process/transport.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QThreadPool>

#include <cerrno>
#include <cstring>

#include <fcntl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>

namespace holder {

namespace {

constexpr int Backlog = 8;
constexpr int FirstFreeDescriptor = 4; // a holder gets its listener as 3, which must then be another one here

base::Error ioError(const QString &what)
{
    const base::ErrorCode code = errno == ENOSPC   ? base::ErrorCode::StorageFull
        : errno == ENOENT || errno == ECONNREFUSED ? base::ErrorCode::NotFound
                                                   : base::ErrorCode::Io;
    return {code, what + QStringLiteral(": ") + QString::fromLocal8Bit(std::strerror(errno))};
}

//! A path to `socket` that fits into a sockaddr_un whatever the folder's own is (unix(7) has room for 107
//! bytes).
sockaddr_un addressIn(const process::FileDescriptor &folder)
{
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    const QByteArray path = "/proc/self/fd/" + QByteArray::number(folder.get()) + "/socket";
    std::memcpy(address.sun_path, path.constData(), static_cast<std::size_t>(path.size()) + 1);
    return address;
}

process::FileDescriptor newSocket(int flags)
{
    const process::FileDescriptor first(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | flags, 0));
    return process::FileDescriptor(
        first.isValid() ? ::fcntl(first.get(), F_DUPFD_CLOEXEC, FirstFreeDescriptor) : -1);
}

process::FileDescriptor openFolder(const QString &path)
{
    return process::FileDescriptor(
        ::open(QFile::encodeName(path).constData(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
}

} // namespace

HolderFolder::HolderFolder(QString path)
    : m_path(std::move(path))
{
}

QString HolderFolder::id() const
{
    return QFileInfo(m_path).fileName();
}

QByteArray HolderFolder::mark() const
{
    return QFile::encodeName(m_path);
}

bool HolderFolder::exists() const
{
    return QFileInfo(m_path).isDir();
}

base::Result<void> HolderFolder::create() const
{
    QDir().mkpath(QFileInfo(m_path).path());
    if (::mkdir(QFile::encodeName(m_path).constData(), S_IRWXU) != 0)
        return tl::unexpected(ioError(QStringLiteral("the folder %1 cannot be made").arg(m_path)));
    return {};
}

base::Result<process::FileDescriptor> HolderFolder::listen() const
{
    const process::FileDescriptor folder = openFolder(m_path);
    process::FileDescriptor socket = newSocket(0);
    if (!folder.isValid() || !socket.isValid())
        return tl::unexpected(ioError(m_path));
    const sockaddr_un address = addressIn(folder);
    if (::bind(socket.get(), reinterpret_cast<const sockaddr *>(&address), sizeof address) != 0
        || ::listen(socket.get(), Backlog) != 0)
        return tl::unexpected(ioError(m_path + QStringLiteral("/socket")));
    return socket;
}

base::Result<process::FileDescriptor> HolderFolder::connect() const
{
    const process::FileDescriptor folder = openFolder(m_path);
    process::FileDescriptor socket = newSocket(SOCK_NONBLOCK);
    if (!folder.isValid() || !socket.isValid())
        return tl::unexpected(ioError(m_path));
    const sockaddr_un address = addressIn(folder);
    if (::connect(socket.get(), reinterpret_cast<const sockaddr *>(&address), sizeof address) != 0)
        return tl::unexpected(ioError(m_path + QStringLiteral("/socket")));
    return socket;
}

base::Result<process::FileDescriptor> HolderFolder::openOutput() const
{
    process::FileDescriptor file(
        ::open(QFile::encodeName(m_path + QStringLiteral("/output")).constData(), O_RDONLY | O_CLOEXEC));
    if (!file.isValid())
        return tl::unexpected(ioError(m_path + QStringLiteral("/output")));
    return file;
}

bool HolderFolder::isFromBeforeBoot() const
{
    // proc_stat(5): "btime seconds"
    QFile file(QStringLiteral("/proc/stat"));
    if (!file.open(QIODevice::ReadOnly))
        return false;
    const QByteArray words = file.readAll();
    constexpr QByteArrayView Mark = "\nbtime ";
    const qsizetype at = words.indexOf(Mark);
    const qsizetype end = words.indexOf('\n', at + 1);
    const qint64 boot = at < 0 ? 0 : words.mid(at + Mark.size(), end - at - Mark.size()).toLongLong();
    struct stat made
    {
    };
    const QByteArray socket = QFile::encodeName(m_path + QStringLiteral("/socket"));
    return ::lstat(socket.constData(), &made) == 0 && made.st_mtime < boot;
}

std::optional<EndReport> HolderFolder::endReport() const
{
    constexpr qint64 MaxBytes = 256;
    QFile file(m_path + QStringLiteral("/end"));
    if (!file.open(QIODevice::ReadOnly))
        return std::nullopt;
    const QList<QByteArray> words = file.read(MaxBytes).trimmed().split(' ');
    if (words.size() < 5)
        return std::nullopt;
    return EndReport{
        words[0].toInt(), words[1].toInt(), words[2] == "1", words[3].toLongLong(), words[4].toInt()};
}

qint64 HolderFolder::outputSize() const
{
    return QFileInfo(m_path + QStringLiteral("/output")).size();
}

bool HolderFolder::hasOutput() const
{
    return QFileInfo::exists(m_path + QStringLiteral("/output"));
}

QString HolderFolder::errors() const
{
    process::StderrTail tail(process::Transport::StderrTailBytes);
    QFile file(m_path + QStringLiteral("/errors"));
    if (file.open(QIODevice::ReadOnly))
        tail.append(file.readAll()); // ErrorTail::MaxBytes at most
    return tail.text();
}

void HolderFolder::removeLater() const
{
    QThreadPool::globalInstance()->start([path = m_path] { QDir(path).removeRecursively(); });
}

QList<HolderFolder> holderFoldersIn(const QString &directory)
{
    QList<HolderFolder> folders;
    const QStringList names = QDir(directory).entryList(QDir::Dirs | QDir::NoDotAndDotDot);
    for (const QString &name : names)
        folders.append(HolderFolder(directory + QLatin1Char('/') + name));
    return folders;
}

} // namespace holder
