#include "core/base/transientfile.h"

#include "core/base/jsonreader.h"

#include <QFile>

#include <cstdio>

namespace base {

Result<void> replaceTransientFile(const QString &path, const QByteArray &bytes)
{
    QFile file(path + QStringLiteral(".new"));
    const bool isWritten = file.open(QIODevice::WriteOnly | QIODevice::Truncate)
        && file.setPermissions(QFileDevice::ReadOwner | QFileDevice::WriteOwner)
        && file.write(bytes) == bytes.size() && file.flush();
    const auto cannot = [&path](const QString &problem) {
        return failure(ErrorCode::StorageFull, QStringLiteral("%1 cannot be written: %2").arg(path, problem));
    };
    if (!isWritten)
        return cannot(file.errorString());
    file.close();
    if (std::rename(QFile::encodeName(file.fileName()).constData(), QFile::encodeName(path).constData()) != 0)
        return cannot(qt_error_string());
    return {};
}

Result<QJsonObject> readTransientDocument(const QString &path)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return failure(ErrorCode::NotFound, QStringLiteral("there is no %1").arg(path));
    auto json = parseJsonObject(file.readAll());
    if (!json)
        return failure(ErrorCode::Corrupt, path + QStringLiteral(": ") + json.error().message);
    return json;
}

} // namespace base
