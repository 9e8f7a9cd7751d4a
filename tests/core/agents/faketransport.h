#pragma once

#include "core/process/transport.h"

#include <QHash>

#include <memory>

//! A CLI without a process, as a holder would keep it: outlives the Transports that reach it.
struct FakeProcess
{
    QList<process::Output> output;
    process::InputPlace last;
    QList<QByteArray> written; //!< lines that it took, without their breaks
    qint64 released = 0;
    bool dismissed = false;
};

//! A Transport whose CLI is played by the test.
class FakeTransport : public process::Transport
{
    Q_OBJECT

public:
    explicit FakeTransport(std::shared_ptr<FakeProcess> process = std::make_shared<FakeProcess>())
        : cli(std::move(process))
        , written(cli->written)
    {
    }

    void start(const process::LaunchPlan &plan) override
    {
        launched = plan;
        running = true;
    }
    void attach(const process::LaunchPlan &plan, qint64 offset) override
    {
        start(plan);
        attachedAt = offset;
    }
    void write(const process::InputPlace &place, const QByteArray &bytes) override
    {
        if (stopRequested || place <= cli->last)
            return;
        cli->last = place;
        cli->written.append(bytes.chopped(1));
    }
    void resize(int, int) override { }
    void pause() override { paused = true; }
    void resume() override { paused = false; }
    void stop(const QByteArray &words) override
    {
        farewell = words;
        stopRequested = true;
    }
    void release(qint64 offset) override { cli->released = offset; }
    void dismiss() override { cli->dismissed = true; }
    qint64 processId() const override { return running ? pid : 0; }

    void sayStarted()
    {
        Q_EMIT started();
        // What was said before we came.
        QList<process::Output> missed;
        for (const process::Output &piece : cli->output) {
            if (attachedAt >= 0 && piece.end > attachedAt)
                missed.append(piece);
        }
        if (!missed.isEmpty())
            Q_EMIT outputRead(missed);
    }
    void say(const QList<QByteArray> &lines)
    {
        const QList<process::Output> pieces = keep(*cli, lines);
        Q_EMIT outputRead(pieces);
    }
    //! What a CLI says while nobody hears it.
    static QList<process::Output> keep(FakeProcess &cli, const QList<QByteArray> &lines)
    {
        QList<process::Output> pieces;
        qint64 end = cli.output.isEmpty() ? 0 : cli.output.last().end;
        for (const QByteArray &line : lines) {
            end += line.size() + 1;
            pieces.append({line, end});
        }
        cli.output += pieces;
        return pieces;
    }
    void end(int exitCode)
    {
        running = false;
        process::ProcessResult result;
        result.exitCode = exitCode;
        result.stopRequested = stopRequested;
        Q_EMIT done(result);
    }
    void lose(const QString &cause)
    {
        running = false;
        process::ProcessResult result;
        result.kind = process::EndKind::Lost;
        result.error = cause;
        Q_EMIT done(result);
    }

    std::shared_ptr<FakeProcess> cli;
    process::LaunchPlan launched;
    qint64 attachedAt = -1;
    qint64 pid = 0; //!< of a process that the test started in the place of the CLI
    QList<QByteArray> &written; //!< of the process
    QByteArray farewell;
    bool running = false;
    bool paused = false;
    bool stopRequested = false;
};

//! One FakeProcess for each run folder.
class FakeHost
{
public:
    std::unique_ptr<FakeTransport> transportFor(const QString &folder)
    {
        std::shared_ptr<FakeProcess> &cli = m_processes[folder];
        if (!cli)
            cli = std::make_shared<FakeProcess>();
        return std::make_unique<FakeTransport>(cli);
    }

private:
    QHash<QString, std::shared_ptr<FakeProcess>> m_processes;
};
