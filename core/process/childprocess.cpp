#include "core/process/childprocess.h"

#include "core/process/childsetup.h"
#include "core/process/launchcheck.h"

#include "core/base/ids.h"

#include <QCoreApplication>
#include <QLoggingCategory>
#include <QPointer>

#include <signal.h>
#include <unistd.h>

namespace process {

namespace {

Q_LOGGING_CATEGORY(log, "agentmonitor.process")
} // namespace

ChildProcess::ChildProcess(QObject *parent)
    : ChildProcess(Limits{}, parent)
{
}

ChildProcess::ChildProcess(const Limits &limits, QObject *parent)
    : QObject(parent)
    , m_limits(limits)
    , m_splitter(limits.lineBytes)
    , m_stderrTail(StderrTailBytes)
{
    m_killTimer.setSingleShot(true);
    m_killTimer.setInterval(limits.terminateGrace);
    connect(&m_killTimer, &QTimer::timeout, this, [this] { m_tree.killAll(); });
    m_drainTimer.setSingleShot(true);
    m_drainTimer.setInterval(limits.drainGrace);
    connect(&m_drainTimer, &QTimer::timeout, this, &ChildProcess::endDraining);
    connect(&m_output, &OutputPipe::readable, this, &ChildProcess::readOutput);
    connect(&m_errors, &OutputPipe::readable, this, &ChildProcess::readErrors);
}

ChildProcess::~ChildProcess()
{
    if (!m_process)
        return;
    m_process->disconnect(this);
    if (m_process->state() == QProcess::NotRunning)
        return;
    m_tree.killAll();
    if (m_process->waitForFinished(static_cast<int>(ReapWait.count())) || !QCoreApplication::instance())
        return;
    // It hangs in the kernel, where SIGKILL waits too; the event loop goes on and reaps it when it comes out.
    QProcess *dying = m_process.release();
    dying->setParent(QCoreApplication::instance());
    connect(dying, &QProcess::finished, dying, &QObject::deleteLater);
}

void ChildProcess::setState(State state)
{
    m_state = state;
}

bool ChildProcess::isRunning() const
{
    return m_state != State::New && !m_doneGiven;
}

qint64 ChildProcess::processId() const
{
    return m_process ? m_process->processId() : 0;
}

void ChildProcess::start(const LaunchPlan &plan)
{
    if (m_state != State::New) {
        qCWarning(log) << "start() was called twice; one object is one process";
        return;
    }
    setState(State::Starting);
    if (const QString problem = problemOf(plan); !problem.isEmpty()) {
        failToStart(problem);
        return;
    }
    for (OutputPipe *pipe : {&m_output, &m_errors}) {
        if (const auto opened = pipe->open(); !opened) {
            failToStart(opened.error().message);
            return;
        }
    }
    launch(plan);
}

void ChildProcess::launch(const LaunchPlan &plan)
{
    const QString mark = base::newUuid();
    QProcessEnvironment environment = plan.environment;
    environment.insert(QLatin1String(ProcessTree::MarkVariable), mark);

    m_process = std::make_unique<QProcess>();
    m_process->setProgram(plan.program);
    m_process->setArguments(plan.arguments);
    m_process->setWorkingDirectory(plan.directory);
    m_process->setProcessEnvironment(environment);
    // QProcess reads its pipes as fast as it can; these two are replaced in the child by ours.
    m_process->setStandardOutputFile(QProcess::nullDevice());
    m_process->setStandardErrorFile(QProcess::nullDevice());
    m_process->setChildProcessModifier(ChildSetup{m_output.childEnd(), m_errors.childEnd(), ::getpid()});
    connect(m_process.get(), &QProcess::started, this, &ChildProcess::onStarted);
    connect(m_process.get(), &QProcess::finished, this, &ChildProcess::onFinished);
    connect(m_process.get(), &QProcess::errorOccurred, this, [this](QProcess::ProcessError error) {
        if (error == QProcess::FailedToStart)
            failToStart(m_process->errorString());
        else if (error == QProcess::WriteError)
            qCDebug(log) << "process" << processId() << "does not read its input any more";
    });
    m_process->start();
    m_output.closeChildEnd();
    m_errors.closeChildEnd();
    m_tree = ProcessTree(static_cast<pid_t>(m_process->processId()), mark.toLatin1());
}

void ChildProcess::failToStart(const QString &error)
{
    if (m_state != State::Starting)
        return;
    m_result.kind = EndKind::NotStarted;
    m_result.error = error;
    endSoon();
}

void ChildProcess::onStarted()
{
    setState(State::Running);
    m_output.setReading(!m_paused);
    m_errors.setReading(true);
    // Not before: until exec the child has our own signal handlers.
    if (m_result.stopRequested)
        terminate();
    Q_EMIT started();
}

void ChildProcess::write(const QByteArray &line)
{
    if ((m_state != State::Starting && m_state != State::Running) || m_result.stopRequested || !m_process)
        return;
    m_process->write(line);
    m_process->write("\n", 1);
}

void ChildProcess::pause()
{
    m_paused = true;
    m_output.setReading(false);
    m_drainTimer.stop();
}

void ChildProcess::resume()
{
    if (!m_paused)
        return;
    m_paused = false;
    if (m_state == State::Running || m_state == State::Draining)
        m_output.setReading(true);
    if (m_state == State::Draining)
        m_drainTimer.start();
    if (m_state == State::Ended || (m_state == State::Draining && m_output.atEnd()))
        endSoon();
}

void ChildProcess::stop()
{
    if ((m_state != State::Starting && m_state != State::Running) || m_result.stopRequested)
        return;
    m_result.stopRequested = true;
    if (m_state == State::Running)
        terminate();
}

void ChildProcess::terminate()
{
    m_tree.remember();
    // Its input stays open: a CLI takes its end as "finish what you do", and goes on without the approval it
    // waits for.
    m_tree.signalGroup(SIGTERM);
    m_tree.signalGroup(SIGCONT); // one that is halted could not act on it
    m_killTimer.start();
}

void ChildProcess::onFinished(int code, QProcess::ExitStatus status)
{
    if (m_state != State::Running)
        return;
    m_killTimer.stop();
    if (status == QProcess::CrashExit) {
        m_result.kind = EndKind::Killed;
        m_result.signal = code; // QProcess gives the number of the signal here
    } else {
        m_result.kind = EndKind::Exited;
        m_result.exitCode = code;
    }
    if (m_result.stopRequested)
        m_tree.killAll();
    readErrors();
    setState(State::Draining);
    if (m_output.atEnd())
        endSoon();
    else if (!m_paused)
        m_drainTimer.start();
}

void ChildProcess::readOutput()
{
    const QByteArray bytes = m_output.read(ReadSliceBytes);
    const QPointer<ChildProcess> self(this);
    give(m_splitter.feed(bytes));
    if (self && m_output.atEnd() && !m_paused)
        give(m_splitter.finish());
    if (self && m_output.atEnd() && m_state == State::Draining)
        endSoon();
}

void ChildProcess::readErrors()
{
    m_stderrTail.append(m_errors.read(ReadSliceBytes));
}

void ChildProcess::give(const SplitLines &split)
{
    const QPointer<ChildProcess> self(this);
    qsizetype given = 0;
    for (const DroppedLine &dropped : split.dropped) {
        if (dropped.afterLines > given)
            Q_EMIT linesRead(split.lines.sliced(given, dropped.afterLines - given));
        given = dropped.afterLines;
        if (self)
            Q_EMIT lineDropped(dropped.bytes);
        if (!self)
            return;
    }
    if (given < split.lines.size())
        Q_EMIT linesRead(given == 0 ? split.lines : split.lines.sliced(given));
}

// Something that the process started holds its output open. What the process itself wrote is in the pipe,
// which holds less than a slice.
void ChildProcess::endDraining()
{
    const QPointer<ChildProcess> self(this);
    give(m_splitter.feed(m_output.read(ReadSliceBytes)));
    if (self)
        endSoon();
}

void ChildProcess::endSoon()
{
    setState(State::Ended);
    m_drainTimer.stop();
    m_output.setReading(false);
    if (m_doneIsDue)
        return;
    m_doneIsDue = true;
    QMetaObject::invokeMethod(this, &ChildProcess::giveDone, Qt::QueuedConnection);
}

void ChildProcess::giveDone()
{
    m_doneIsDue = false;
    if (m_paused || m_doneGiven)
        return; // resume() asks again
    const QPointer<ChildProcess> self(this);
    give(m_splitter.finish());
    if (!self || m_paused)
        return;
    m_doneGiven = true;
    m_output.close();
    m_errors.close();
    m_result.stderrTail = m_stderrTail.text();
    Q_EMIT done(m_result);
}

} // namespace process
