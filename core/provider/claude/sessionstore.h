#pragma once

#include <QProcessEnvironment>
#include <QString>

namespace claude {

//! claude's session files on disk: <configuration>/projects/<name made of the directory>/<session id>.jsonl,
//! and beside each a folder of the same name for its subagents. The directory's name is lossy, so a session
//! is looked for by its id.
class SessionStore
{
public:
    //! Knows the place from CLAUDE_CONFIG_DIR or HOME of the environment that claude is started with.
    explicit SessionStore(const QProcessEnvironment &environment);

    //! Path of a session's file; empty if there is none, or if the id is no UUID.
    QString find(const QString &sessionId) const;
    //! Removes the file and the folder, in every project that has one.
    void purge(const QString &sessionId) const;

private:
    QStringList findAll(const QString &sessionId) const;

    QString m_projects;
};

} // namespace claude
