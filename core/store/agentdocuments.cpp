#include "core/store/agentdocuments.h"

#include "core/store/documentfile.h"
#include "core/store/documentwriter.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>

#include <sys/stat.h>

#include <algorithm>
#include <cerrno>
#include <system_error>

namespace store {

namespace {

constexpr mode_t OwnerOnly = 0700;
constexpr QLatin1String RemovedPrefix(".deleted-");

tl::unexpected<base::Error> fileFailure(const QString &path, int errorNumber)
{
    const bool full = errorNumber == ENOSPC || errorNumber == EDQUOT || errorNumber == EFBIG;
    return base::failure(full ? base::ErrorCode::StorageFull : base::ErrorCode::Io,
        QStringLiteral("%1: %2").arg(
            path, QString::fromStdString(std::generic_category().message(errorNumber))));
}

// In the cache of the disk only: the DocumentWriter sees to the rest. A late version of a removed agent of
// the same id may be there already; it is replaced now, and by the DocumentWriter.
base::Result<void> writeNew(const QString &path, const QByteArray &bytes)
{
    QFile file(path);
    errno = 0;
    const bool written = file.open(QIODevice::WriteOnly | QIODevice::Unbuffered,
                             QFileDevice::ReadOwner | QFileDevice::WriteOwner)
        && file.write(bytes) == bytes.size();
    if (!written)
        return fileFailure(path, errno);
    return {};
}

} // namespace

AgentDocuments::AgentDocuments(const DataDirectory &directory, DocumentWriter &writer)
    : m_directory(directory)
    , m_writer(writer)
{
}

AgentDocuments::Loaded AgentDocuments::load()
{
    Loaded loaded;
    const QDir agents(m_directory.agentsDirectory());
    const QStringList names = agents.entryList(QDir::Dirs | QDir::Hidden | QDir::NoDotAndDotDot, QDir::Name);
    for (const QString &name : names) {
        const base::AgentId id(name);
        if (name.startsWith(RemovedPrefix))
            m_writer.removeDirectory(agents.filePath(name));
        else if (DataDirectory::isValidId(id))
            load(id, loaded);
        else if (!name.startsWith(QLatin1Char('.')))
            loaded.problems.append(
                QStringLiteral("%1 is not the folder of an agent").arg(agents.filePath(name)));
    }
    std::stable_sort(loaded.documents.begin(), loaded.documents.end(),
        [](const auto &a, const auto &b) { return a.createdAt < b.createdAt; });
    return loaded;
}

void AgentDocuments::load(const base::AgentId &id, Loaded &into) const
{
    const DocumentFile file(m_directory.agentFile(id));
    const auto read = file.readObject();
    if (!read) {
        into.problems.append(read.error().message);
        return;
    }
    const std::optional<QJsonObject> &json = *read;
    if (!json) {
        into.problems.append(QStringLiteral("%1 has no agent.json").arg(m_directory.agentDirectory(id)));
        return;
    }
    const auto document = model::agentDocumentFromJson(*json);
    if (!document)
        into.problems.append(file.setAside(document.error().message).message);
    else if (document->id != id)
        into.problems.append(
            file.setAside(QStringLiteral("id is %1, of another agent").arg(document->id.toString())).message);
    else
        into.documents.append(*document);
}

base::Result<void> AgentDocuments::create(const model::AgentDocument &document)
{
    if (!DataDirectory::isValidId(document.id)) {
        return base::failure(base::ErrorCode::InvalidArgument,
            QStringLiteral("id must have 1 to 64 letters, digits or hyphens"));
    }
    const QString folder = m_directory.agentDirectory(document.id);
    if (::mkdir(QFile::encodeName(folder).constData(), OwnerOnly) != 0) {
        if (errno == EEXIST)
            return base::failure(base::ErrorCode::Conflict,
                QStringLiteral("agent %1 exists already").arg(document.id.toString()));
        return fileFailure(folder, errno);
    }
    if (auto written = writeNew(m_directory.agentFile(document.id), toBytes(model::toJson(document)));
        !written) {
        QDir(folder).removeRecursively(); // two entries at most
        return written;
    }
    save(document);
    return {};
}

void AgentDocuments::save(const model::AgentDocument &document)
{
    m_writer.write(m_directory.agentFile(document.id), toBytes(model::toJson(document)));
}

base::Result<void> AgentDocuments::remove(const base::AgentId &id)
{
    const QString folder = m_directory.agentDirectory(id);
    const QString removed = m_directory.agentsDirectory() + QLatin1Char('/') + RemovedPrefix + id.toString()
        + QLatin1Char('-') + base::newUuid();
    // rename(2) and not QFile: a copy and delete of what cannot be renamed would not be one step.
    if (::rename(QFile::encodeName(folder).constData(), QFile::encodeName(removed).constData()) != 0) {
        if (errno == ENOENT || errno == ENOTDIR)
            return base::failure(
                base::ErrorCode::NotFound, QStringLiteral("agent %1 does not exist").arg(id.toString()));
        return fileFailure(folder, errno);
    }
    m_writer.forget(m_directory.agentFile(id));
    m_writer.removeDirectory(removed);
    return {};
}

} // namespace store
