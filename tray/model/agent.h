#pragma once

#include "core/base/ids.h"
#include "core/base/result.h"
#include "tray/model/ask.h"

#include <QJsonObject>
#include <QList>
#include <QString>

namespace tray {

//! As `phase` of the API.
enum class AgentPhase { Starting, Working, Retrying, Asking, Idle, Stopped, Failed };

//! An agent as the tray knows it: from its list form.
struct Agent
{
    QString id;
    QString name;
    AgentPhase phase = AgentPhase::Stopped;
    QString activity; //!< one line; empty when it does nothing
    QString error; //!< why it failed
    QList<Ask> asks; //!< what waits for a person, oldest first
    base::Sequence lastSeq = 0;

    bool operator==(const Agent &) const = default;
};

base::Result<Agent> agentFromJson(const QJsonObject &json);

//! It is at something by itself.
bool isBusy(AgentPhase phase);
//! Its process lives, and goes on when the server ends.
bool hasProcess(AgentPhase phase);

} // namespace tray
