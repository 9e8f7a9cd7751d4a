#include "server/api/directoryroutes.h"

#include <QCoreApplication>
#include <QDir>
#include <QJsonArray>
#include <QPointer>
#include <QThreadPool>

namespace api {

using base::ErrorCode;
using base::failure;
using http::Method;
using http::Request;
using http::Responder;

namespace {

//! An absolute path without "." and ".."; "~" is the home directory.
base::Result<QString> resolve(const QString &path)
{
    if (path.isEmpty())
        return QDir::homePath();
    QString full = path;
    if (full == QStringLiteral("~") || full.startsWith(QStringLiteral("~/")))
        full.replace(0, 1, QDir::homePath());
    if (full.contains(QChar(0)) || !QDir::isAbsolutePath(full))
        return failure(ErrorCode::InvalidArgument, QStringLiteral("path must be absolute: %1").arg(path));
    return QDir::cleanPath(full);
}

base::Result<QJsonObject> listDirectory(const QString &path)
{
    const auto resolved = resolve(path);
    if (!resolved)
        return tl::unexpected(resolved.error());
    const QFileInfo info(*resolved);
    if (!info.exists())
        return failure(
            ErrorCode::InvalidArgument, QStringLiteral("The directory %1 does not exist").arg(*resolved));
    if (!info.isDir())
        return failure(ErrorCode::InvalidArgument, QStringLiteral("%1 is not a directory").arg(*resolved));
    if (!info.isReadable())
        return failure(
            ErrorCode::InvalidArgument, QStringLiteral("The directory %1 cannot be read").arg(*resolved));

    QJsonArray entries;
    const QFileInfoList children = QDir(*resolved).entryInfoList(
        QDir::Dirs | QDir::Files | QDir::NoDotAndDotDot, QDir::DirsFirst | QDir::Name | QDir::IgnoreCase);
    for (const QFileInfo &child : children) {
        if (entries.size() == DirectoryRoutes::MaxEntries)
            break;
        if (child.fileName().startsWith(QLatin1Char('.')))
            continue;
        entries.append(QJsonObject{{QStringLiteral("name"), child.fileName()},
            {QStringLiteral("path"), child.absoluteFilePath()},
            {QStringLiteral("isDirectory"), child.isDir()}});
    }
    return QJsonObject{{QStringLiteral("path"), *resolved},
        {QStringLiteral("parent"), QFileInfo(*resolved).dir().absolutePath()},
        {QStringLiteral("entries"), entries}};
}

base::Result<QJsonObject> findInstructions(const QString &path, const QString &provider)
{
    const QJsonObject none{{QStringLiteral("exists"), false}};
    const auto resolved = resolve(path);
    if (path.isEmpty() || !resolved)
        return none;
    QStringList names{QStringLiteral("CLAUDE.md"), QStringLiteral("AGENTS.md")};
    if (provider == QStringLiteral("codex"))
        names.swapItemsAt(0, 1);
    for (const QString &name : names) {
        QFile file(*resolved + QLatin1Char('/') + name);
        if (!file.open(QIODevice::ReadOnly) || file.isSequential())
            continue;
        return QJsonObject{{QStringLiteral("exists"), true}, {QStringLiteral("fileName"), name},
            {QStringLiteral("content"), QString::fromUtf8(file.read(DirectoryRoutes::MaxInstructionsBytes))},
            {QStringLiteral("matchedProvider"),
                name == QStringLiteral("CLAUDE.md") ? QStringLiteral("claude") : QStringLiteral("codex")}};
    }
    return none;
}

} // namespace

void DirectoryRoutes::install(http::Router &router)
{
    router.add(
        Method::Get, QStringLiteral("/api/directories"), [this](const Request &request, Responder responder) {
            const QString path = request.queryItem("path").value_or(QString());
            answerLater(responder, [path] { return listDirectory(path); });
        });
    router.add(Method::Get, QStringLiteral("/api/directories/claude-md"),
        [this](const Request &request, Responder responder) {
            const QString path = request.queryItem("path").value_or(QString());
            const QString provider = request.queryItem("provider").value_or(QString());
            answerLater(responder, [path, provider] { return findInstructions(path, provider); });
        });
}

void DirectoryRoutes::answerLater(Responder responder, std::function<base::Result<QJsonObject>()> read)
{
    // The Responder goes back to the event loop's thread in any case: it must not be dropped on another one.
    QThreadPool::globalInstance()->start(
        [responder = std::move(responder), read = std::move(read)]() mutable {
            const base::Result<QJsonObject> answer = read();
            QMetaObject::invokeMethod(
                QCoreApplication::instance(),
                [responder = std::move(responder), answer]() mutable {
                    if (answer)
                        responder.json(200, *answer);
                    else
                        responder.error(answer.error());
                },
                Qt::QueuedConnection);
        });
}

} // namespace api
