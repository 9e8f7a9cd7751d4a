#pragma once

#include "core/base/result.h"
#include "core/model/ownacpagent.h"

#include <QString>
#include <QStringList>

namespace acp {

//! A program that speaks the Agent Client Protocol, and how it is started.
struct AcpAgent
{
    QString id; //!< of its provider
    QString name; //!< for people
    QString program; //!< a name or a path; empty: each agent's own flags say what to start
    QStringList arguments;
    model::EnvironmentVariables environment; //!< on top of ours
    QString binaryVariable; //!< names the program instead, if it is set; may be empty
    QString installHint; //!< "install it with npm install -g …"
    QString command; //!< what a person added in the settings; empty for all others

    bool operator==(const AcpAgent &) const = default;
};

//! Google's Gemini CLI.
AcpAgent geminiAgent();
//! OpenCode.
AcpAgent openCodeAgent();
//! Whatever the flags `command` and `env` of an agent say.
AcpAgent anyAgent();

//! The ids of providers that a person added begin with it.
inline constexpr auto OwnProviderPrefix = "acp:";
//! What a person added in the settings. InvalidArgument: "acpAgents[1].command has an open quote"
base::Result<QList<AcpAgent>> ownAgents(const QList<model::OwnAcpAgent> &agents);

} // namespace acp
