#pragma once

#include "core/provider/acp/toolcontent.h"
#include "core/provider/event.h"

#include <QJsonObject>
#include <QSet>

#include <algorithm>
#include <vector>

namespace acp {

//! The tool calls that have begun and not ended. A call may be known first from its tool_call, an update, or
//! the request for leave; agents differ. Updates tell only what has changed.
class ToolLedger
{
public:
    //! A tool_call or tool_call_update. `interrupting`: what fails now was cancelled by us.
    provider::Events told(const QJsonObject &toolCall, bool interrupting);
    //! The call of a request for leave: begins it if it is not known, and adds the changes it would make.
    provider::Events asked(const QJsonObject &toolCall);

    //! All that is known of a call, with what `toolCall` says of it on top.
    QJsonObject whole(const QJsonObject &toolCall) const;

    //! A person said no to this call. Some agents say nothing more of it.
    void rejected(const QString &id);
    //! Ends the calls that were rejected, or all of them, in the order of their beginning.
    provider::Events closeRejected();
    provider::Events closeAll();

    bool isOpen(const QString &id) const;
    bool isEmpty() const { return m_open.empty(); }
    //! Forgets which calls have ended; what is said of them later would begin them again.
    void turnStarted() { m_ended.clear(); }

private:
    struct Tool
    {
        QString id;
        QString title;
        QJsonObject fields; //!< the last of each that was told, but content
        QList<FileChange> changes;
        QString output; //!< as shown while it runs
        bool rejected = false;
    };

    template <typename Tools>
    static auto *find(Tools &tools, const QString &id)
    {
        const auto tool
            = std::find_if(tools.begin(), tools.end(), [&](const Tool &each) { return each.id == id; });
        return tool == tools.end() ? nullptr : &*tool;
    }
    provider::Events begin(const QJsonObject &toolCall);
    static provider::Events update(Tool &tool, const QJsonObject &toolCall);
    static bool takeChanges(Tool &tool, const QJsonObject &toolCall);
    static QString newOutput(Tool &tool, const QJsonObject &toolCall);
    provider::Event finish(const Tool &tool, const QJsonObject &toolCall, bool interrupting);
    void forget(const QString &id);

    std::vector<Tool> m_open; //!< in the order of their beginning
    QSet<QString> m_ended; //!< of this turn
};

} // namespace acp
