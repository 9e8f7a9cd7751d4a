#pragma once

#include "core/provider/capabilities.h"
#include "core/provider/claude/claudeprovider.h"

#include <QDateTime>
#include <QObject>
#include <QProcess>
#include <QTimer>

#include <chrono>
#include <memory>
#include <optional>

namespace claude {

//! Asks the installed claude for its version, without blocking. A binary is asked once: what it said holds as
//! long as its path, size and time of change are the same.
class ClaudeProbe : public QObject
{
    Q_OBJECT

public:
    static constexpr std::chrono::milliseconds TimeLimit{10'000};

    explicit ClaudeProbe(
        ClaudeHost host, std::chrono::milliseconds timeLimit = TimeLimit, QObject *parent = nullptr);
    ~ClaudeProbe() override;

    //! done() follows, never from within this call; calls while one runs are answered by the same.
    void start();

Q_SIGNALS:
    void done(const provider::Capabilities &capabilities);

private:
    struct Identity
    {
        QString path;
        QDateTime changed;
        qint64 bytes = 0;

        bool operator==(const Identity &other) const
        {
            return path == other.path && changed == other.changed && bytes == other.bytes;
        }
    };

    void ask(const QString &binary);
    void onEnded();
    //! Ends a process that nobody waits for any more.
    void abandon();
    void finish(const provider::Capabilities &capabilities, bool remember);
    void fail(const QString &hint);

    ClaudeHost m_host;
    std::chrono::milliseconds m_timeLimit;
    QTimer m_limit;
    std::unique_ptr<QProcess> m_process;
    Identity m_asked;
    std::optional<Identity> m_known;
    provider::Capabilities m_answer;
    bool m_running = false;
};

} // namespace claude
