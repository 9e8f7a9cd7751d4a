#pragma once

#include "core/process/childprocess.h"

#include <QTimer>

#include <chrono>

namespace provider {

//! A process that answers soon or is ended. It is owned by its parent and goes away by itself once it has
//! ended and nobody wants more of it; so nobody waits for the end of a process that takes its time.
class BriefProcess : public QObject
{
    Q_OBJECT

public:
    //! More is no answer.
    static constexpr qsizetype MaxLineBytes = qsizetype{4} * 1024 * 1024;

    BriefProcess(process::LaunchPlan plan, std::chrono::milliseconds limit, QObject *parent);

    void start();
    void write(const QByteArray &line) { m_process.write(line); }
    //! Nobody wants more of it: it is ended, says nothing more, and is no longer to be used.
    void finish();

Q_SIGNALS:
    void started();
    void linesRead(const QList<QByteArray> &lines);
    //! It has ended by itself. finish() is still due.
    void ended(const process::ProcessResult &result);
    //! It still runs. finish() is still due.
    void timedOut();

private:
    process::LaunchPlan m_plan;
    std::chrono::milliseconds m_time;
    process::ChildProcess m_process;
    QTimer m_limit;
    bool m_ended = false;
};

} // namespace provider
