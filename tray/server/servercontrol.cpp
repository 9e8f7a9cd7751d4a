#include "tray/server/servercontrol.h"

#include <QFileInfo>

namespace tray {

ServerControl::ServerControl(const ServerFiles &files, ServerApi &api, ServerLauncher &launcher,
    std::function<quint16()> usualPort, const base::Clock &clock, QObject *parent)
    : QObject(parent)
    , m_files(files)
    , m_api(api)
    , m_launcher(launcher)
    , m_usualPort(std::move(usualPort))
    , m_clock(clock)
{
    m_step.setSingleShot(true);
    m_deadline.setSingleShot(true);
    connect(&m_step, &QTimer::timeout, this, &ServerControl::onStep);
    connect(&m_deadline, &QTimer::timeout, this, [this] {
        if (m_state.phase == ServerPhase::Starting && !m_watch)
            giveUp(QStringLiteral("it was started, but does not run"));
        else if (m_state.phase == ServerPhase::Starting)
            setState(ServerPhase::Unresponsive, QStringLiteral("it was started, but does not answer"));
        else if (m_state.phase == ServerPhase::Stopping)
            setState(ServerPhase::Unresponsive, QStringLiteral("it was asked to stop, but goes on"));
        m_step.start(LookInterval);
    });
    connect(&m_launcher, &ServerLauncher::failed, this, &ServerControl::onLaunchFailed);
    connect(&m_directory, &QFileSystemWatcher::directoryChanged, this, [this] {
        if (!m_watch)
            look();
        else if (m_state.phase == ServerPhase::Starting || m_state.phase == ServerPhase::Looking)
            askHealth();
    });
}

ServerControl::~ServerControl() = default;

void ServerControl::setState(ServerPhase phase, const QString &problem)
{
    m_state.phase = phase;
    m_state.problem = problem;
    if (phase != ServerPhase::Crashed)
        m_state.retryAt = 0;
    if (phase != ServerPhase::Starting && phase != ServerPhase::Stopping)
        m_deadline.stop();
    Q_EMIT changed();
    if (phase == ServerPhase::Running && !std::exchange(m_isAttached, true))
        Q_EMIT attached();
}

void ServerControl::begin()
{
    m_watch.reset();
    m_state = {};
    ++m_generation;
    m_isAsking = false;
    m_isAttached = false;
    Q_EMIT detached();
    look();
}

void ServerControl::watchDirectory()
{
    QString path = m_files.directory();
    while (!QFileInfo(path).isDir() && path != QFileInfo(path).path())
        path = QFileInfo(path).path(); // the first start makes it
    const QStringList watched = m_directory.directories();
    if (watched.contains(path))
        return;
    if (!watched.isEmpty())
        m_directory.removePaths(watched);
    m_directory.addPath(path);
}

//! Only while no process is watched.
void ServerControl::look()
{
    watchDirectory();
    if (const auto pid = platform::lockHolder(m_files.lockFile())) {
        follow(*pid);
        return;
    }
    if (m_state.phase == ServerPhase::Looking)
        setState(ServerPhase::Stopped);
    if (m_state.phase == ServerPhase::Starting) {
        if (m_serviceCheck.hasExpired()) {
            m_serviceCheck.setRemainingTime(ServiceCheck);
            m_launcher.checkService();
        }
        m_step.start(StartPoll);
    } else if (m_state.phase != ServerPhase::Crashed) {
        m_step.start(LookInterval);
    }
}

void ServerControl::follow(qint64 pid)
{
    m_watch = std::make_unique<platform::ProcessWatch>(pid);
    connect(m_watch.get(), &platform::ProcessWatch::ended, this, &ServerControl::onEnded);
    m_state.pid = pid;
    m_wroteFiles = false;
    ++m_generation;
    m_isAsking = false;
    if (m_state.phase != ServerPhase::Starting && m_state.phase != ServerPhase::Looking) {
        m_startedHere = false;
        setState(ServerPhase::Looking);
    }
    m_lookEnd.setRemainingTime(LookTime);
    askHealth();
}

void ServerControl::onStep()
{
    if (m_state.phase == ServerPhase::Crashed) {
        launch();
    } else if (!m_watch) {
        look();
    } else if (m_state.phase == ServerPhase::Starting || m_state.phase == ServerPhase::Looking
        || m_state.phase == ServerPhase::Unresponsive) {
        askHealth();
    }
}

void ServerControl::askHealth()
{
    if (std::exchange(m_isAsking, true))
        return;
    m_api.setPort(m_files.port().value_or(m_usualPort()));
    m_api.health(this, [this, generation = m_generation](const base::Result<Health> &health) {
        if (generation != m_generation)
            return;
        m_isAsking = false;
        takeHealth(health);
    });
}

void ServerControl::takeHealth(const base::Result<Health> &health)
{
    const bool isOurs = health && health->pid == m_state.pid;
    if (m_state.phase == ServerPhase::Stopping)
        return;
    if (isOurs) {
        m_state.port = m_api.port();
        m_state.version = health->version;
        m_state.startedAt = health->startedAt;
        m_wroteFiles = m_files.wereLeftBehind();
        setState(ServerPhase::Running);
        return;
    }
    // It may have the lock and not listen yet, or not any more.
    if (m_state.phase == ServerPhase::Starting
        || (m_state.phase == ServerPhase::Looking && !m_lookEnd.hasExpired())) {
        m_step.start(StartPoll);
        return;
    }
    setState(ServerPhase::Unresponsive,
        health ? QStringLiteral("another one answers at port %1").arg(m_api.port()) : health.error().message);
    m_step.start(LookInterval);
}

void ServerControl::start()
{
    if (m_watch)
        return;
    m_crashes.reset();
    launch();
}

void ServerControl::launch()
{
    if (platform::lockHolder(m_files.lockFile())) {
        m_state.phase = ServerPhase::Looking;
        look();
        return;
    }
    m_startAfterStop = false;
    m_startedHere = true;
    m_state.pid = 0;
    setState(ServerPhase::Starting);
    m_deadline.start(StartTime);
    const auto pid = m_launcher.start();
    watchDirectory();
    if (!pid)
        giveUp(pid.error().message);
    else if (*pid > 0)
        follow(*pid);
    else
        awaitService(ServiceCheck);
}

void ServerControl::awaitService(std::chrono::milliseconds check)
{
    m_serviceCheck.setRemainingTime(check);
    m_step.start(StartPoll);
}

void ServerControl::stop()
{
    if (m_state.phase == ServerPhase::Crashed) {
        m_step.stop();
        m_launcher.stopService(); // or systemd would start it again
        setState(ServerPhase::Stopped);
        m_step.start(LookInterval);
        return;
    }
    if (!m_watch || m_state.phase == ServerPhase::Stopping)
        return;
    setState(ServerPhase::Stopping);
    m_deadline.start(StopTime);
    if (!m_launcher.stop(m_state.pid) && platform::isAlive(m_state.pid))
        setState(ServerPhase::Unresponsive, QStringLiteral("it may not be stopped by this user"));
}

void ServerControl::restart()
{
    m_startAfterStop = true;
    stop();
}

void ServerControl::setAiling(const QString &problem)
{
    if (!problem.isEmpty() && m_state.phase == ServerPhase::Running)
        setState(ServerPhase::Unresponsive, problem);
    else if (problem.isEmpty() && m_state.phase == ServerPhase::Unresponsive)
        setState(ServerPhase::Running);
}

void ServerControl::onEnded()
{
    const ServerPhase was = m_state.phase;
    const bool leftFiles = m_files.wereLeftBehind();
    m_watch.release()->deleteLater(); // it is on the stack
    ++m_generation;
    m_isAsking = false;
    m_step.stop();
    m_state.pid = 0;
    m_state.port = 0;
    m_state.startedAt = 0;
    m_isAttached = false;
    Q_EMIT detached();

    if (was == ServerPhase::Stopping && std::exchange(m_startAfterStop, false)) {
        launch();
    } else if (was == ServerPhase::Stopping) {
        setState(ServerPhase::Stopped);
        m_step.start(LookInterval);
        Q_EMIT stopped();
    } else if (was == ServerPhase::Starting && m_startedHere && m_launcher.service()) {
        awaitService({}); // it can tell why
    } else if (was == ServerPhase::Starting) {
        const QString words = m_launcher.lastWords();
        giveUp(words.isEmpty() ? QStringLiteral("it ended at once") : words);
    } else if (m_wroteFiles ? leftFiles : m_startedHere) {
        crash();
    } else {
        setState(ServerPhase::Stopped);
        look(); // another one may be there already
    }
}

void ServerControl::crash()
{
    const auto delay = m_crashes.crashed(m_clock.now());
    if (!delay) {
        m_launcher.stopService();
        giveUp(QStringLiteral("it crashed %1 times within a minute").arg(CrashPolicy::MostCrashes));
        return;
    }
    m_state.retryAt = m_clock.now() + delay->count();
    setState(ServerPhase::Crashed);
    m_step.start(*delay);
}

void ServerControl::giveUp(const QString &problem)
{
    setState(ServerPhase::Failed, problem);
    m_step.start(LookInterval);
}

void ServerControl::onLaunchFailed(const QString &problem)
{
    if (m_state.phase == ServerPhase::Starting) {
        giveUp(problem);
        m_launcher.stopService(); // or systemd would try again and again, and nobody see why
    } else if (m_state.phase == ServerPhase::Stopping) {
        setState(ServerPhase::Unresponsive, problem);
    }
}

} // namespace tray
