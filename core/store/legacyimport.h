#pragma once

#include "core/base/result.h"
#include "core/store/datadirectory.h"

#include <QJsonArray>
#include <QStringList>

#include <optional>

namespace journal {
class Syncer;
}

namespace store {

struct LegacyAgent;

//! What an import has brought over, and what it could not.
struct ImportReport
{
    int agents = 0;
    int messages = 0;
    int templates = 0;
    int tasks = 0;
    bool settings = false;
    QStringList problems; //!< in words, one for each thing that was not taken
};

//! Takes over the folder `server/data` of an original AgentMonitor: agents.json, templates.json, tasks.json
//! and settings.json, each a list or an object by id. The source is only read. What is here already stays as
//! it is, so a second import brings only what is new. An agent is here whole or not at all. Runs before a
//! server is started on the directory, and waits for the disk.
class LegacyImport
{
public:
    static constexpr qint64 MaxFileBytes = qint64{1024} * 1024 * 1024;

    LegacyImport(const DataDirectory &directory, journal::Syncer &syncer);

    //! NotFound: there is no such folder, or nothing of the original in it. InvalidArgument: it is our own.
    base::Result<ImportReport> run(const QString &source);

private:
    void importAgents();
    void importAgent(const QJsonObject &json, const QString &path);
    base::Result<void> store(const LegacyAgent &agent);
    base::Result<void> writeJournal(const LegacyAgent &agent, const QString &folder);
    int importList(const char *name, const QString &target, const QStringList &required);
    void importSettings();
    //! The entries of a list or of an object by id; empty if the file is not there or was reported.
    QJsonArray entries(const char *name);
    std::optional<QJsonValue> readSource(const char *name);

    const DataDirectory &m_directory;
    journal::Syncer &m_syncer;
    QString m_source;
    ImportReport m_report;
};

} // namespace store
