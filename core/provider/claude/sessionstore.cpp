#include "core/provider/claude/sessionstore.h"

#include "core/provider/claude/launchflags.h"

#include <QDir>
#include <QFileInfo>

namespace claude {

namespace {

constexpr QLatin1StringView Suffix(".jsonl");

QString projectsDirectory(const QProcessEnvironment &environment)
{
    const QString configured = environment.value(QStringLiteral("CLAUDE_CONFIG_DIR"));
    if (!configured.isEmpty())
        return configured + QStringLiteral("/projects");
    const QString home = environment.value(QStringLiteral("HOME"), QDir::homePath());
    return home + QStringLiteral("/.claude/projects");
}

} // namespace

SessionStore::SessionStore(const QProcessEnvironment &environment)
    : m_projects(projectsDirectory(environment))
{
}

QStringList SessionStore::findAll(const QString &sessionId) const
{
    QStringList found;
    if (!isSessionId(sessionId))
        return found; // it would become part of a path
    const QDir projects(m_projects);
    const QStringList names = projects.entryList(QDir::Dirs | QDir::NoDotAndDotDot, QDir::Time);
    for (const QString &name : names) {
        const QString path = projects.filePath(name + QLatin1Char('/') + sessionId + Suffix);
        if (QFileInfo(path).isFile())
            found.append(path);
    }
    return found;
}

QString SessionStore::find(const QString &sessionId) const
{
    const QStringList all = findAll(sessionId);
    return all.isEmpty() ? QString() : all.first();
}

void SessionStore::purge(const QString &sessionId) const
{
    const QStringList all = findAll(sessionId);
    for (const QString &path : all) {
        QFile::remove(path);
        const QString folder = path.chopped(Suffix.size());
        if (QFileInfo(folder).isSymLink())
            QFile::remove(folder); // the link, never what it points at
        else
            QDir(folder).removeRecursively();
    }
}

} // namespace claude
