#pragma once

#include "core/process/launchplan.h"
#include "core/process/linesplitter.h"
#include "core/process/outputpipe.h"
#include "core/process/processresult.h"
#include "core/process/processtree.h"
#include "core/process/stderrtail.h"

#include <QProcess>
#include <QTimer>

#include <memory>

namespace process {

//! A CLI as our own child on three pipes, for a short talk that need not outlive us (what its models are).
//! One object is one process: start() is called once.
//!
//! The child leads its own session, gets SIGTERM when this program dies, and inherits no descriptor but its
//! three pipes. At most ReadSliceBytes are read between two turns of the event loop, so a burst does not hold
//! it. done() never comes from inside start(), resume() or stop(). While paused it does not come: lines may
//! be left to give. What the process leaves behind when it ends by itself stays; after stop() and after the
//! destructor nothing stays.
class ChildProcess final : public QObject
{
    Q_OBJECT

public:
    static constexpr qsizetype MaxLineBytes = qsizetype{64} * 1024 * 1024;
    static constexpr qsizetype StderrTailBytes = qsizetype{64} * 1024;
    static constexpr std::chrono::milliseconds TerminateGrace{5000};
    static constexpr qsizetype ReadSliceBytes = qsizetype{256} * 1024;
    //! How long a process that has exited may have its output kept open by something that it started.
    static constexpr std::chrono::milliseconds DrainGrace{2000};
    //! How long the destructor waits for the end of what it has killed.
    static constexpr std::chrono::milliseconds ReapWait{500};

    struct Limits
    {
        qsizetype lineBytes = MaxLineBytes;
        std::chrono::milliseconds terminateGrace = TerminateGrace;
        std::chrono::milliseconds drainGrace = DrainGrace;
    };

    explicit ChildProcess(QObject *parent = nullptr);
    explicit ChildProcess(const Limits &limits, QObject *parent = nullptr);
    ~ChildProcess() override;

    void start(const LaunchPlan &plan);
    //! Queues a line (given without its line break); the child may be slow to read.
    void write(const QByteArray &line);
    //! Stops reading the child's output until resume(): it blocks on its pipe, nothing is lost or queued
    //! here.
    void pause();
    void resume();
    //! Ends the process: terminates its process group, and kills the group and all descendants after
    //! TerminateGrace.
    void stop();
    //! From start() until done().
    bool isRunning() const;
    //! 0 when there is none (any more).
    qint64 processId() const;

Q_SIGNALS:
    void started();
    //! Whole lines in order, without their breaks, as many as one slice of reading gave; never an empty list.
    void linesRead(const QList<QByteArray> &lines);
    //! A line of more than MaxLineBytes was left out; reading goes on after it.
    void lineDropped(qsizetype bytes);
    //! The last signal. Every line that the process wrote was given before it.
    void done(const process::ProcessResult &result);

private:
    enum class State {
        New, // start(): Starting, or Ended if it cannot be started
        Starting, // the program runs: Running; it cannot be run: Ended
        Running, // the process exits: Draining
        Draining, // the process is gone, its output may not be: all read, or grace over: Ended
        Ended, // done() was or is about to be given
    };

    void setState(State state);
    void failToStart(const QString &error);
    void launch(const LaunchPlan &plan);
    void onStarted();
    void onFinished(int code, QProcess::ExitStatus status);
    void terminate();
    void readOutput();
    void readErrors();
    void give(const SplitLines &split);
    void endDraining();
    void endSoon();
    void giveDone();

    const Limits m_limits;
    State m_state = State::New;
    bool m_paused = false;
    bool m_doneIsDue = false;
    bool m_doneGiven = false;
    ProcessResult m_result;
    std::unique_ptr<QProcess> m_process;
    ProcessTree m_tree;
    OutputPipe m_output;
    OutputPipe m_errors;
    LineSplitter m_splitter;
    StderrTail m_stderrTail;
    QTimer m_killTimer;
    QTimer m_drainTimer;
};

} // namespace process
