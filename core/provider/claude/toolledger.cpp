#include "core/provider/claude/toolledger.h"

#include <algorithm>

namespace claude {

std::vector<ToolLedger::Tool>::const_iterator ToolLedger::find(const QString &id) const
{
    return std::find_if(m_open.begin(), m_open.end(), [&](const Tool &tool) { return tool.id == id; });
}

bool ToolLedger::begin(const QString &id, const QString &name, const QString &parentId)
{
    if (id.isEmpty() || isOpen(id) || m_finished.contains(id))
        return false;
    m_open.push_back({id, name, parentId});
    return true;
}

bool ToolLedger::isOpen(const QString &id) const
{
    return find(id) != m_open.end();
}

bool ToolLedger::mayFinish(const QString &id) const
{
    return !id.isEmpty() && !m_finished.contains(id);
}

QString ToolLedger::nameOf(const QString &id) const
{
    const auto it = find(id);
    return it == m_open.end() ? QString() : it->name;
}

void ToolLedger::finish(const QString &id)
{
    std::erase_if(m_open, [&](const Tool &tool) { return tool.id == id; });
    m_finished.append(id);
}

QStringList ToolLedger::takeTurn()
{
    // A parent comes before its children, so each is decided after what it belongs to.
    QStringList closing;
    for (const Tool &tool : m_open) {
        if (tool.parentId.isEmpty() || closing.contains(tool.parentId))
            closing.append(tool.id);
    }
    for (const QString &id : std::as_const(closing))
        finish(id);
    std::reverse(closing.begin(), closing.end());
    return closing;
}

QStringList ToolLedger::takeChildren(const QString &parentId)
{
    QStringList closing;
    for (const Tool &tool : m_open) {
        if (tool.parentId == parentId || closing.contains(tool.parentId))
            closing.append(tool.id);
    }
    for (const QString &id : std::as_const(closing))
        finish(id);
    std::reverse(closing.begin(), closing.end());
    return closing;
}

QStringList ToolLedger::takeAll()
{
    QStringList closing;
    for (const Tool &tool : m_open)
        closing.prepend(tool.id);
    m_open.clear();
    m_tasks.clear();
    return closing;
}

void ToolLedger::taskStarted(const QString &taskId, const Task &task)
{
    if (!taskId.isEmpty())
        m_tasks.insert(taskId, task);
}

} // namespace claude
