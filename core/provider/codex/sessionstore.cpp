#include "core/provider/codex/sessionstore.h"

#include "core/provider/codex/launchflags.h"

#include <QDir>
#include <QDirIterator>
#include <QFile>

namespace codex {

namespace {

QString codexHome(const QProcessEnvironment &environment)
{
    const QString configured = environment.value(QStringLiteral("CODEX_HOME"));
    if (!configured.isEmpty())
        return configured;
    return environment.value(QStringLiteral("HOME"), QDir::homePath()) + QStringLiteral("/.codex");
}

} // namespace

SessionStore::SessionStore(const QProcessEnvironment &environment)
    : m_home(codexHome(environment))
{
}

QStringList SessionStore::findAll(const QString &threadId) const
{
    QStringList found;
    if (!isThreadId(threadId))
        return found; // it becomes part of a pattern and of paths
    // The day in its path is that of its beginning, which the id does not tell.
    const QStringList pattern{QStringLiteral("rollout-*-%1.jsonl").arg(threadId.toLower())};
    for (const char *folder : {"/sessions", "/archived_sessions"}) {
        QDirIterator files(m_home + QLatin1StringView(folder), pattern, QDir::Files | QDir::NoSymLinks,
            QDirIterator::Subdirectories);
        while (files.hasNext())
            found.append(files.next());
    }
    return found;
}

QString SessionStore::find(const QString &threadId) const
{
    const QStringList all = findAll(threadId);
    return all.isEmpty() ? QString() : all.first();
}

void SessionStore::purge(const QString &threadId) const
{
    const QStringList all = findAll(threadId);
    for (const QString &path : all)
        QFile::remove(path);
}

} // namespace codex
