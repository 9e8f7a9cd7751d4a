#pragma once

#include <QHash>
#include <QString>
#include <QStringList>

#include <optional>
#include <vector>

namespace claude {

//! The tool calls that have begun and have no result yet, and what belongs to whom. A subagent that goes on
//! in the background has its result at once, but its own calls stay open beyond the end of the turn.
class ToolLedger
{
public:
    struct Tool
    {
        QString id;
        QString name;
        QString parentId;
    };

    //! False if it has begun already.
    bool begin(const QString &id, const QString &name, const QString &parentId);
    bool isOpen(const QString &id) const;
    //! False for a call that already had its result.
    bool mayFinish(const QString &id) const;
    //! The name that the call began with; empty if it is unknown.
    QString nameOf(const QString &id) const;
    void finish(const QString &id);
    bool isEmpty() const { return m_open.empty() && m_tasks.isEmpty(); }

    // Each forgets calls and gives their ids, inner ones first.
    QStringList takeTurn(); //!< all but those of subagents in the background
    QStringList takeChildren(const QString &parentId);
    QStringList takeAll();

    //! A subagent by the id that its tasks and asks carry.
    struct Task
    {
        QString toolId;
        QString description;
    };
    void taskStarted(const QString &taskId, const Task &task);
    Task task(const QString &taskId) const { return m_tasks.value(taskId); }
    void taskEnded(const QString &taskId) { m_tasks.remove(taskId); }

    //! Forgets which calls had their results; theirs are over.
    void turnStarted() { m_finished.clear(); }

private:
    std::vector<Tool>::const_iterator find(const QString &id) const;

    std::vector<Tool> m_open; //!< in the order of their beginning
    QStringList m_finished; //!< of this turn
    QHash<QString, Task> m_tasks;
};

} // namespace claude
