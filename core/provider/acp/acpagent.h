#pragma once

#include <QList>
#include <QMap>
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
    QMap<QString, QString> environment; //!< on top of ours
    QString binaryVariable; //!< names the program instead, if it is set; may be empty
    QString installHint; //!< "install it with npm install -g …"
};

//! Google's Gemini CLI.
AcpAgent geminiAgent();
//! OpenCode.
AcpAgent openCodeAgent();
//! Whatever the flags `command` and `env` of an agent say.
AcpAgent anyAgent();

} // namespace acp
