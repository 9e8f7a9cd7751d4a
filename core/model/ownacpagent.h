#pragma once

#include "core/base/result.h"
#include "core/model/environmentvariables.h"

#include <QJsonValue>
#include <QList>
#include <QString>

namespace model {

//! A program that speaks the Agent Client Protocol, as a person added it in the settings.
struct OwnAcpAgent
{
    static constexpr int MaxNameLength = 80;
    static constexpr int MaxCommandLength = 4096;
    static constexpr int MaxCount = 32;

    QString id; //!< 1 to 32 of a-z, 0-9 and -; its provider is "acp:<id>"
    QString name; //!< for people
    QString command; //!< the program and its arguments, as a POSIX shell quotes them
    EnvironmentVariables environment;

    bool operator==(const OwnAcpAgent &) const = default;
};

QJsonArray toJson(const QList<OwnAcpAgent> &agents);
//! The settings' field `acpAgents`. InvalidArgument: "acpAgents[1].name must …"
base::Result<QList<OwnAcpAgent>> ownAcpAgentsFromJson(const QJsonValue &json);

} // namespace model
