#pragma once

#include "core/base/result.h"
#include "core/model/ownacpagent.h"

#include <QJsonObject>
#include <QStringList>

#include <map>

namespace model {

//! What to do with a CLI's session files when its agent is deleted.
enum class SessionFilesPolicy { Ask, Keep, Purge };

//! The document settings.json.
struct Settings
{
    qint64 agentRetentionMs = 0; //!< stopped agents older than this are removed; 0 = never
    SessionFilesPolicy deleteSessionFilesPolicy = SessionFilesPolicy::Ask;
    QStringList promptSuggestions;
    std::map<QString, QStringList> pathHistory; //!< host → directories, newest first
    QList<OwnAcpAgent> acpAgents; //!< what a person added
    QJsonObject rest; //!< fields of other versions, kept as they are
};

QJsonObject toJson(const Settings &settings);
base::Result<Settings> settingsFromJson(const QJsonObject &json);
//! Applies the fields that are present; an error names the first bad one and changes nothing.
base::Result<Settings> mergeSettings(const Settings &settings, const QJsonObject &changes);

} // namespace model
