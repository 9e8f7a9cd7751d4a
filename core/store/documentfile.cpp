#include "core/store/documentfile.h"

#include "core/base/jsonreader.h"

#include <QDateTime>
#include <QFile>
#include <QFileInfo>
#include <QJsonDocument>
#include <QSaveFile>

#include <cerrno>

namespace store {

namespace {

base::Error saveError(const QSaveFile &file, int errorNumber)
{
    const bool full = errorNumber == ENOSPC || errorNumber == EDQUOT || errorNumber == EFBIG;
    return {full ? base::ErrorCode::StorageFull : base::ErrorCode::Io,
        QStringLiteral("%1 cannot be written: %2").arg(file.fileName(), file.errorString())};
}

} // namespace

DocumentFile::DocumentFile(QString path)
    : m_path(std::move(path))
{
}

base::Result<std::optional<QByteArray>> DocumentFile::readBytes() const
{
    QFile file(m_path);
    if (!file.exists())
        return std::nullopt;
    if (!file.open(QIODevice::ReadOnly))
        return base::failure(base::ErrorCode::Io, QStringLiteral("%1: %2").arg(m_path, file.errorString()));
    if (file.size() > MaxBytes)
        return base::failure(base::ErrorCode::TooLarge,
            QStringLiteral("%1 is larger than %2 MiB").arg(m_path).arg(MaxBytes / 1024 / 1024));
    QByteArray bytes = file.readAll();
    if (file.error() != QFileDevice::NoError)
        return base::failure(base::ErrorCode::Io, QStringLiteral("%1: %2").arg(m_path, file.errorString()));
    return bytes;
}

base::Result<std::optional<QJsonObject>> DocumentFile::readObject() const
{
    const auto read = readBytes();
    if (!read)
        return tl::unexpected(read.error());
    const std::optional<QByteArray> &bytes = *read;
    if (!bytes)
        return std::nullopt;
    auto object = base::parseJsonObject(*bytes);
    if (!object)
        return tl::unexpected(setAside(object.error().message));
    return *object;
}

base::Result<std::optional<QJsonArray>> DocumentFile::readArray() const
{
    const auto read = readBytes();
    if (!read)
        return tl::unexpected(read.error());
    const std::optional<QByteArray> &bytes = *read;
    if (!bytes)
        return std::nullopt;
    QJsonParseError parseError;
    const QJsonDocument document = QJsonDocument::fromJson(*bytes, &parseError);
    if (parseError.error != QJsonParseError::NoError) {
        return tl::unexpected(setAside(QStringLiteral("not valid JSON at byte %1: %2")
                                           .arg(parseError.offset)
                                           .arg(parseError.errorString())));
    }
    if (!document.isArray())
        return tl::unexpected(setAside(QStringLiteral("must be a JSON list")));
    return document.array();
}

base::Error DocumentFile::setAside(const QString &reason) const
{
    const QString stamp = QDateTime::currentDateTimeUtc().toString(QStringLiteral("yyyyMMdd'T'HHmmss'Z'"));
    const QString first = m_path + QStringLiteral(".corrupt-") + stamp;
    QString kept = first;
    for (int number = 2; QFileInfo::exists(kept); ++number)
        kept = first + QStringLiteral("-%1").arg(number);

    QFile file(m_path);
    if (!file.rename(kept)) {
        return {base::ErrorCode::Io,
            QStringLiteral("%1 is corrupt (%2) and cannot be set aside: %3")
                .arg(m_path, reason, file.errorString())};
    }
    return {base::ErrorCode::Corrupt,
        QStringLiteral("%1 is corrupt (%2); it is kept as %3")
            .arg(m_path, reason, QFileInfo(kept).fileName())};
}

base::Result<void> writeDocument(const QString &path, const QByteArray &bytes)
{
    QSaveFile file(path);
    errno = 0;
    // Without a buffer, so that errno is of the write that failed.
    if (!file.open(QIODevice::WriteOnly | QIODevice::Unbuffered)
        || !file.setPermissions(QFileDevice::ReadOwner | QFileDevice::WriteOwner)
        || file.write(bytes) != bytes.size() || !file.commit())
        return tl::unexpected(saveError(file, errno));
    return {};
}

QByteArray toBytes(const QJsonObject &document)
{
    return QJsonDocument(document).toJson();
}

QByteArray toBytes(const QJsonArray &document)
{
    return QJsonDocument(document).toJson();
}

} // namespace store
