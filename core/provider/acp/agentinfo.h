#pragma once

#include <QJsonObject>
#include <QList>
#include <QSet>
#include <QString>

namespace acp {

//! One way to log in to an agent.
struct AuthMethod
{
    QString id;
    QString name;
    QString description;
    QStringList variables; //!< of the environment, that it needs
    bool needsPerson = true; //!< a browser or a terminal
};

//! What an agent tells of itself when it is initialized.
struct AgentInfo
{
    int protocolVersion = 0;
    QString version; //!< of the program
    bool loadsSessions = false; //!< session/load, which tells the whole history again
    bool resumesSessions = false; //!< session/resume, which does not
    bool takesImages = false;
    QList<AuthMethod> authMethods;
};

AgentInfo agentInfo(const QJsonObject &answer);

//! The methods that can be tried without a person, of an agent that has these variables set.
QList<AuthMethod> silentMethods(const AgentInfo &info, const QSet<QString> &setVariables);

//! "Login with opencode: run `opencode auth login` in the terminal", one line for each method.
QString authAdvice(const AgentInfo &info);

} // namespace acp
