#pragma once

#include "core/process/processresult.h"

#include <QByteArray>
#include <QList>
#include <QObject>
#include <QProcessEnvironment>
#include <QStringList>

#include <chrono>

namespace process {

//! What to start, without a shell.
struct LaunchPlan
{
    QString program; //!< absolute path
    QStringList arguments;
    QString directory;
    QProcessEnvironment environment;
    bool terminal
        = false; //!< on a terminal of its own instead of pipes: its output is given as it comes, not in lines
};

//! Owns a CLI's process: gives its lines, takes lines to write, ends it, and says once how it ended.
class Transport : public QObject
{
    Q_OBJECT

public:
    static constexpr qsizetype MaxLineBytes = qsizetype{64} * 1024 * 1024;
    static constexpr qsizetype StderrTailBytes = qsizetype{64} * 1024;
    static constexpr std::chrono::milliseconds TerminateGrace{5000};

    using QObject::QObject;

    virtual void start(const LaunchPlan &plan) = 0;
    //! Queues a line (given without its line break); the child may be slow to read.
    virtual void write(const QByteArray &line) = 0;
    //! Stops reading the child's output until resume(): it blocks on its pipe, nothing is lost or queued
    //! here.
    virtual void pause() = 0;
    virtual void resume() = 0;
    //! Ends the process: terminates its process group, and kills the group and all descendants after
    //! TerminateGrace.
    virtual void stop() = 0;
    virtual bool isRunning() const = 0;
    virtual qint64 processId() const = 0;

Q_SIGNALS:
    void started();
    //! Whole lines in order, without their breaks, as many as one slice of reading gave; never an empty list.
    void linesRead(const QList<QByteArray> &lines);
    //! A line of more than MaxLineBytes was left out; reading goes on after it.
    void lineDropped(qsizetype bytes);
    //! The last signal. Every line that the process wrote was given before it.
    void done(const process::ProcessResult &result);
};

} // namespace process
