#pragma once

#include "core/provider/event.h"

#include <QStringList>

#include <list>

namespace claude {

//! How far our prompts have come.
//!
//! Newer versions tell it (`command_lifecycle`: queued, started, completed, cancelled), the first time before
//! the first turn starts. As long as none has been told it is inferred: a turn that starts takes the oldest
//! prompt that waits; a prompt sent into a running turn may be folded into it, which nothing says, so what
//! still waits when claude is idle again has been taken too. An echo of a prompt (isReplay) is proof in both.
class PromptQueue
{
public:
    void sent(const QString &promptId);
    provider::Events lifecycle(const QString &promptId, const QString &state);
    provider::Events echoed(const QString &promptId);
    provider::Events cancelled(const QStringList &promptIds);
    provider::Events turnStarted();
    //! claude has nothing left to do, or a turn has ended and it does not tell when it is idle.
    provider::Events idle();

    //! A prompt of ours is what claude works on now.
    bool working() const;
    bool isEmpty() const { return m_prompts.empty(); }
    bool tellsLifecycle() const { return m_tellsLifecycle; }
    void setTellsLifecycle(bool tells) { m_tellsLifecycle = tells; }

private:
    enum class Progress { Sent, Taken };
    struct Entry
    {
        QString id;
        Progress progress = Progress::Sent;
    };

    provider::Events taken(const QString &promptId);

    std::list<Entry> m_prompts;
    bool m_tellsLifecycle = false;
};

} // namespace claude
