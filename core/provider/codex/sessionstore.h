#pragma once

#include <QProcessEnvironment>
#include <QString>

namespace codex {

//! codex's rollout files on disk: <codex home>/sessions/YYYY/MM/DD/rollout-<time>-<thread id>.jsonl, and
//! <codex home>/archived_sessions for those that were put away.
class SessionStore
{
public:
    //! Knows the place from CODEX_HOME or HOME of the environment that codex is started with.
    explicit SessionStore(const QProcessEnvironment &environment);

    //! Path of a thread's rollout; empty if there is none, or if the id is no UUID.
    QString find(const QString &threadId) const;
    //! Removes every rollout of that thread.
    void purge(const QString &threadId) const;

private:
    QStringList findAll(const QString &threadId) const;

    QString m_home;
};

} // namespace codex
