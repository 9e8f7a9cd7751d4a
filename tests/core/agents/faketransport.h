#pragma once

#include "core/process/transport.h"

//! A Transport without a process: the test says what the CLI does.
class FakeTransport : public process::Transport
{
    Q_OBJECT

public:
    void start(const process::LaunchPlan &plan) override
    {
        launched = plan;
        running = true;
    }
    void write(const QByteArray &line) override { written.append(line); }
    void pause() override { paused = true; }
    void resume() override { paused = false; }
    void stop() override { stopRequested = true; }
    bool isRunning() const override { return running; }
    qint64 processId() const override { return 0; }

    void sayStarted() { Q_EMIT started(); }
    void say(const QList<QByteArray> &lines) { Q_EMIT linesRead(lines); }
    void end(int exitCode)
    {
        running = false;
        process::ProcessResult result;
        result.exitCode = exitCode;
        result.stopRequested = stopRequested;
        Q_EMIT done(result);
    }

    process::LaunchPlan launched;
    QList<QByteArray> written;
    bool running = false;
    bool paused = false;
    bool stopRequested = false;
};
