#include "core/process/executable.h"

#include <QDir>
#include <QFileInfo>

namespace process {

namespace {

bool isProgram(const QFileInfo &file)
{
    return file.isFile() && file.isExecutable();
}

base::Result<QString> checkPath(const QString &path)
{
    const QFileInfo file(path);
    if (!file.exists())
        return base::failure(base::ErrorCode::NotFound, QStringLiteral("%1 does not exist").arg(path));
    if (file.isDir())
        return base::failure(base::ErrorCode::InvalidArgument, QStringLiteral("%1 is a directory").arg(path));
    if (!isProgram(file))
        return base::failure(
            base::ErrorCode::InvalidArgument, QStringLiteral("%1 is not executable").arg(path));
    return QDir::cleanPath(file.absoluteFilePath());
}

} // namespace

base::Result<QString> findExecutable(
    const QString &program, const QProcessEnvironment &environment, const QStringList &furtherDirectories)
{
    if (program.isEmpty())
        return base::failure(base::ErrorCode::InvalidArgument, QStringLiteral("no program is named"));
    if (program.startsWith(QLatin1String("~/")))
        return checkPath(QDir::homePath() + program.mid(1));
    if (program.contains(QLatin1Char('/')))
        return checkPath(program);

    QStringList directories
        = environment.value(QStringLiteral("PATH")).split(QLatin1Char(':'), Qt::SkipEmptyParts);
    directories += furtherDirectories;
    directories.removeDuplicates();
    for (const QString &directory : std::as_const(directories)) {
        const QFileInfo file(directory + QLatin1Char('/') + program);
        if (isProgram(file))
            return QDir::cleanPath(file.absoluteFilePath());
    }
    return base::failure(base::ErrorCode::NotFound,
        directories.isEmpty()
            ? QStringLiteral("%1 was not found: PATH is empty").arg(program)
            : QStringLiteral("%1 was not found in %2").arg(program, directories.join(QStringLiteral(", "))));
}

} // namespace process
