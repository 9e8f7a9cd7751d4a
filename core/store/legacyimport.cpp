#include "core/store/legacyimport.h"

#include "core/journal/journal.h"
#include "core/journal/syncer.h"
#include "core/model/settings.h"
#include "core/store/documentfile.h"
#include "core/store/documentwriter.h"
#include "core/store/legacyagent.h"
#include "core/store/privatedirectory.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QJsonDocument>
#include <QJsonObject>
#include <QSet>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdio>
#include <system_error>

namespace store {

namespace {

constexpr std::array FileNames{"agents.json", "templates.json", "tasks.json", "settings.json"};
constexpr qsizetype RecordsPerWrite = 500;

// The folder itself, or a checkout of the original that it is in.
base::Result<QString> findSource(const QString &path)
{
    if (!QFileInfo(path).isDir())
        return base::failure(
            base::ErrorCode::NotFound, QStringLiteral("directory %1 does not exist").arg(path));
    for (const QString &folder :
        {path, path + QStringLiteral("/data"), path + QStringLiteral("/server/data")}) {
        for (const char *name : FileNames) {
            if (QFileInfo::exists(folder + QLatin1Char('/') + QLatin1String(name)))
                return folder;
        }
    }
    return base::failure(base::ErrorCode::NotFound,
        QStringLiteral("%1 has no agents.json, templates.json, tasks.json or settings.json").arg(path));
}

QString labelOf(const QJsonObject &json)
{
    const QString name = json.value(QLatin1String("name")).toString();
    const QString id = json.value(QLatin1String("id")).toString();
    return name.isEmpty() ? id : QStringLiteral("%1 (%2)").arg(name, id);
}

} // namespace

LegacyImport::LegacyImport(const DataDirectory &directory, journal::Syncer &syncer)
    : m_directory(directory)
    , m_syncer(syncer)
{
}

base::Result<ImportReport> LegacyImport::run(const QString &source)
{
    const auto found = findSource(source);
    if (!found)
        return tl::unexpected(found.error());
    if (QFileInfo(*found).canonicalFilePath() == QFileInfo(m_directory.path()).canonicalFilePath()) {
        return base::failure(
            base::ErrorCode::InvalidArgument, QStringLiteral("%1 is the data directory itself").arg(source));
    }
    m_source = *found;
    m_report = {};
    importAgents();
    const QString name = QStringLiteral("name");
    m_report.templates
        = importList("templates.json", m_directory.templatesFile(), {name, QStringLiteral("content")});
    m_report.tasks = importList("tasks.json", m_directory.tasksFile(), {name, QStringLiteral("prompt")});
    importSettings();
    return m_report;
}

std::optional<QJsonValue> LegacyImport::readSource(const char *name)
{
    QFile file(m_source + QLatin1Char('/') + QLatin1String(name));
    if (!file.exists())
        return std::nullopt;
    const auto refuse = [&](const QString &reason) {
        m_report.problems.append(QStringLiteral("%1 was not imported: %2").arg(file.fileName(), reason));
        return std::nullopt;
    };
    if (!file.open(QIODevice::ReadOnly))
        return refuse(file.errorString());
    if (file.size() > MaxFileBytes)
        return refuse(QStringLiteral("it is larger than %1 MiB").arg(MaxFileBytes / 1024 / 1024));
    QJsonParseError parseError;
    const QJsonDocument document = QJsonDocument::fromJson(file.readAll(), &parseError);
    if (parseError.error != QJsonParseError::NoError) {
        return refuse(QStringLiteral("not valid JSON at byte %1: %2")
                          .arg(parseError.offset)
                          .arg(parseError.errorString()));
    }
    return document.isArray() ? QJsonValue(document.array()) : QJsonValue(document.object());
}

QJsonArray LegacyImport::entries(const char *name)
{
    const std::optional<QJsonValue> value = readSource(name);
    if (!value)
        return {};
    if (value->isArray())
        return value->toArray();
    QJsonArray list;
    const QJsonObject byId = value->toObject();
    for (auto entry = byId.begin(); entry != byId.end(); ++entry) {
        QJsonObject object = entry->toObject();
        if (entry->isObject() && !object.contains(QLatin1String("id")))
            object.insert(QLatin1String("id"), entry.key());
        list.append(entry->isObject() ? QJsonValue(object) : *entry);
    }
    return list;
}

void LegacyImport::importAgents()
{
    const QJsonArray agents = entries("agents.json");
    for (qsizetype i = 0; i < agents.size(); ++i) {
        const QString path = QStringLiteral("agents[%1]").arg(i);
        if (agents[i].isObject())
            importAgent(agents[i].toObject(), path);
        else
            m_report.problems.append(path + QStringLiteral(" was not imported: must be an object"));
    }
}

void LegacyImport::importAgent(const QJsonObject &json, const QString &path)
{
    const auto agent = legacyAgentFromJson(json, path);
    if (!agent) {
        m_report.problems.append(
            QStringLiteral("Agent %1 was not imported: %2").arg(labelOf(json), agent.error().message));
        return;
    }
    if (QFileInfo::exists(m_directory.agentDirectory(agent->document.id))) {
        m_report.problems.append(
            QStringLiteral("Agent %1 is here already and was left as it is").arg(labelOf(json)));
        return;
    }
    if (const auto stored = store(*agent); !stored) {
        m_report.problems.append(
            QStringLiteral("Agent %1 was not imported: %2").arg(labelOf(json), stored.error().message));
        return;
    }
    ++m_report.agents;
    m_report.messages += static_cast<int>(agent->messages.size());
}

// Made aside and put into place by one step.
base::Result<void> LegacyImport::store(const LegacyAgent &agent)
{
    const QString id = agent.document.id.toString();
    const QString begun = m_directory.agentsDirectory() + QStringLiteral("/.import-") + id;
    QDir(begun).removeRecursively(); // of an import that was interrupted
    if (auto made = makePrivateDirectory(begun); !made)
        return made;
    auto written
        = writeDocument(begun + QStringLiteral("/agent.json"), toBytes(model::toJson(agent.document)));
    if (written)
        written = writeJournal(agent, begun);
    if (written
        && ::rename(QFile::encodeName(begun).constData(),
               QFile::encodeName(m_directory.agentDirectory(agent.document.id)).constData())
            != 0) {
        written = base::failure(base::ErrorCode::Io,
            QStringLiteral("%1: %2").arg(
                begun, QString::fromStdString(std::generic_category().message(errno))));
    }
    if (!written)
        QDir(begun).removeRecursively();
    return written;
}

base::Result<void> LegacyImport::writeJournal(const LegacyAgent &agent, const QString &folder)
{
    auto journal = journal::Journal::open(folder, m_syncer);
    if (!journal)
        return tl::unexpected(journal.error());
    QList<model::Record> records;
    for (const model::Message &message : agent.messages) {
        records.append({message.seq, message.at, model::MessageChanged{message}});
        if (records.size() < RecordsPerWrite)
            continue;
        if (auto appended = (*journal)->append(records); !appended)
            return appended;
        records.clear();
    }
    const auto last = static_cast<base::Sequence>(agent.messages.size()) + 1;
    records.append({last, agent.state.lastActivity, model::StateChanged{agent.state}});
    if (auto appended = (*journal)->append(records); !appended)
        return appended;
    m_syncer.flush();
    return {};
}

int LegacyImport::importList(const char *name, const QString &target, const QStringList &required)
{
    const QString fileName = QLatin1String(name);
    const QJsonArray incoming = entries(name);
    if (incoming.isEmpty())
        return 0;
    const auto present = DocumentFile(target).readArray();
    if (!present) {
        m_report.problems.append(present.error().message);
        if (present.error().code != base::ErrorCode::Corrupt)
            return 0;
    }
    QJsonArray list = present ? present->value_or(QJsonArray()) : QJsonArray();
    QSet<QString> ids;
    for (const auto &entry : std::as_const(list))
        ids.insert(entry.toObject().value(QLatin1String("id")).toString());

    int added = 0;
    for (qsizetype i = 0; i < incoming.size(); ++i) {
        const QJsonObject entry = incoming[i].toObject();
        const QString where = QStringLiteral("%1, entry %2").arg(fileName).arg(i + 1);
        QStringList missing;
        for (const QString &field : QStringList(QStringLiteral("id")) + required) {
            if (!entry.value(field).isString())
                missing.append(field);
        }
        if (!missing.isEmpty()) {
            m_report.problems.append(QStringLiteral("%1 was not imported: %2 must be a string")
                                         .arg(where, missing.join(QStringLiteral(", "))));
            continue;
        }
        const QString id = entry.value(QLatin1String("id")).toString();
        if (ids.contains(id)) {
            m_report.problems.append(
                QStringLiteral("%1, %2 is here already and was left as it is").arg(where, labelOf(entry)));
            continue;
        }
        ids.insert(id);
        list.append(entry);
        ++added;
    }
    if (added == 0)
        return 0;
    if (const auto written = writeDocument(target, toBytes(list)); !written) {
        m_report.problems.append(written.error().message);
        return 0;
    }
    return added;
}

void LegacyImport::importSettings()
{
    const std::optional<QJsonValue> json = readSource("settings.json");
    if (!json)
        return;
    if (QFileInfo::exists(m_directory.settingsFile())) {
        m_report.problems.append(QStringLiteral("settings.json is here already and was left as it is"));
        return;
    }
    const auto settings = model::settingsFromJson(json->toObject());
    if (!json->isObject() || !settings) {
        m_report.problems.append(
            QStringLiteral("settings.json was not imported: %1")
                .arg(settings ? QStringLiteral("must be an object") : settings.error().message));
        return;
    }
    const auto written = writeDocument(m_directory.settingsFile(), toBytes(model::toJson(*settings)));
    if (!written)
        m_report.problems.append(written.error().message);
    m_report.settings = written.has_value();
}

} // namespace store
