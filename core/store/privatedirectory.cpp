#include "core/store/privatedirectory.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>

#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>

namespace store {

namespace {

constexpr mode_t OwnerOnly = 0700;

tl::unexpected<base::Error> cannot(const char *what, const QString &path, int errorNumber)
{
    const base::ErrorCode code
        = errorNumber == ENOSPC || errorNumber == EDQUOT ? base::ErrorCode::StorageFull : base::ErrorCode::Io;
    return base::failure(code,
        QStringLiteral("directory %1 %2: %3")
            .arg(path, QLatin1String(what),
                QString::fromStdString(std::generic_category().message(errorNumber))));
}

} // namespace

base::Result<void> makePrivateDirectory(const QString &path)
{
    const QString parent = QFileInfo(path).absolutePath();
    if (parent != path && !QFileInfo::exists(parent)) {
        if (auto made = makePrivateDirectory(parent); !made)
            return made;
    }
    const QByteArray name = QFile::encodeName(path);
    if (::mkdir(name.constData(), OwnerOnly) == 0)
        return {};
    if (errno != EEXIST)
        return cannot("cannot be made", path, errno);

    struct stat status = {};
    if (::stat(name.constData(), &status) != 0)
        return cannot("cannot be read", path, errno);
    if (!S_ISDIR(status.st_mode))
        return base::failure(base::ErrorCode::Io, QStringLiteral("%1 is not a directory").arg(path));
    if (::access(name.constData(), R_OK | W_OK | X_OK) != 0)
        return cannot("is not writable", path, errno);
    return {};
}

} // namespace store
