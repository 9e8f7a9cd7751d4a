#include "core/store/datadirectory.h"

#include "core/store/privatedirectory.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>

#include <algorithm>

namespace store {

namespace {

constexpr qsizetype MaxIdLength = 64;

bool isIdCharacter(QChar c)
{
    return (c >= u'a' && c <= u'z') || (c >= u'A' && c <= u'Z') || (c >= u'0' && c <= u'9') || c == u'-';
}

} // namespace

QString DataDirectory::resolve(const QString &option, const QProcessEnvironment &environment)
{
    if (!option.isEmpty())
        return option;
    QString chosen = environment.value(QLatin1String(Variable));
    if (!chosen.isEmpty())
        return chosen;
    QString base = environment.value(QStringLiteral("XDG_DATA_HOME"));
    if (!QDir::isAbsolutePath(base))
        base = QDir::homePath() + QStringLiteral("/.local/share");
    return base + QStringLiteral("/agentmonitor");
}

base::Result<DataDirectory> DataDirectory::open(const QString &path)
{
    if (path.isEmpty())
        return base::failure(
            base::ErrorCode::InvalidArgument, QStringLiteral("data directory must not be empty"));
    const DataDirectory directory(QDir::cleanPath(QFileInfo(path).absoluteFilePath()));
    for (const QString &needed :
        {directory.path(), directory.agentsDirectory(), directory.uploadsDirectory()}) {
        if (auto made = makePrivateDirectory(needed); !made)
            return tl::unexpected(made.error());
    }
    return directory;
}

bool DataDirectory::isValidId(const base::AgentId &id)
{
    const QString &text = id.toString();
    return !text.isEmpty() && text.size() <= MaxIdLength
        && std::all_of(text.begin(), text.end(), isIdCharacter);
}

DataDirectory::DataDirectory(QString path)
    : m_path(std::move(path))
{
}

QString DataDirectory::inside(const char *name) const
{
    return m_path + QLatin1Char('/') + QLatin1String(name);
}

QString DataDirectory::lockFile() const
{
    return inside("lock");
}

QString DataDirectory::portFile() const
{
    return inside("server.port");
}

QString DataDirectory::apiTokenFile() const
{
    return inside("api.token");
}

QString DataDirectory::agentsDirectory() const
{
    return inside("agents");
}

QString DataDirectory::agentDirectory(const base::AgentId &id) const
{
    // Below a file that is always there, a directory cannot be.
    return isValidId(id) ? agentsDirectory() + QLatin1Char('/') + id.toString()
                         : lockFile() + QStringLiteral("/none");
}

QString DataDirectory::agentFile(const base::AgentId &id) const
{
    return agentDirectory(id) + QStringLiteral("/agent.json");
}

QString DataDirectory::holdersDirectory() const
{
    return m_path + QStringLiteral("/holders");
}

QString DataDirectory::inquiryDirectory() const
{
    return m_path + QStringLiteral("/inquiry");
}

QString DataDirectory::settingsFile() const
{
    return inside("settings.json");
}

QString DataDirectory::templatesFile() const
{
    return inside("templates.json");
}

QString DataDirectory::tasksFile() const
{
    return inside("tasks.json");
}

QString DataDirectory::decisionsFile() const
{
    return inside("decisions.jsonl");
}

QString DataDirectory::uploadsDirectory() const
{
    return inside("uploads");
}

} // namespace store
