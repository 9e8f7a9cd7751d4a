#pragma once

#include "core/process/launchplan.h"
#include "core/process/processresult.h"

#include <QByteArray>
#include <QList>
#include <QObject>

#include <chrono>

namespace process {

//! A piece of a CLI's output: a whole line without its break, or what a terminal gave at once.
struct Output
{
    QByteArray bytes;
    qint64 end = 0; //!< where it ends in all that the CLI has written, its line break included
};

//! Where in a conversation an input has its place: after how many bytes of output, after which record of the
//! journal, the how manieth of these (from 1). It only ever rises, so that an input which is given again
//! after a crash is taken once. All zero: not numbered, taken each time.
struct InputPlace
{
    qint64 offset = 0;
    qint64 record = 0;
    qint64 index = 0;

    auto operator<=>(const InputPlace &) const = default;
};

//! Reaches a CLI's process, which may live longer than this program: gives what it writes, takes what is
//! written to it, ends it, and says once how it ended. One object is one process: start() or attach() is
//! called once. The destructor leaves the process alone.
class Transport : public QObject
{
    Q_OBJECT

public:
    static constexpr qsizetype MaxLineBytes = qsizetype{64} * 1024 * 1024;
    static constexpr qsizetype StderrTailBytes = qsizetype{64} * 1024;

    using QObject::QObject;

    virtual void start(const LaunchPlan &plan) = 0;
    //! Goes on with the process that an earlier object has started, from the byte `offset` of its output.
    //! `plan` is for the case that it came to nothing then.
    virtual void attach(const LaunchPlan &plan, qint64 offset) = 0;
    //! The child may be slow to read; what was taken before is not taken again.
    virtual void write(const InputPlace &place, const QByteArray &bytes) = 0;
    virtual void resize(int columns, int rows) = 0;
    //! Gives no more output until resume(); nothing is lost.
    virtual void pause() = 0;
    virtual void resume() = 0;
    //! Ends the process by a ladder: `farewell` and the end of its input, SIGTERM, SIGKILL; then everything
    //! that came from it.
    virtual void stop(const QByteArray &farewell) = 0;
    //! The output before `offset` will not be asked for again, not even after a restart.
    virtual void release(qint64 offset) = 0;
    //! After done(): all was taken over, nothing of it need be kept.
    virtual void dismiss() = 0;
    //! Of the CLI; 0 when there is none (any more).
    virtual qint64 processId() const = 0;

Q_SIGNALS:
    //! The process runs. Also after attach(), unless it has ended.
    void started();
    //! In order, as many as one slice of reading gave; never an empty list.
    void outputRead(const QList<process::Output> &output);
    //! A line of more than MaxLineBytes was left out; reading goes on after it.
    void lineDropped(qsizetype bytes);
    //! Why the CLI's output cannot be kept, so that it has to wait; empty: it goes on.
    void stalled(const QString &reason);
    //! The last signal. All that the process wrote was given before it.
    void done(const process::ProcessResult &result);
};

} // namespace process
