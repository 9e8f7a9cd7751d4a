#include "tray/platform/locktable.h"
#include "tray/platform/platform.h"
#include "tray/platform/processwatch.h"

#include <QCoreApplication>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QProcess>
#include <QSaveFile>
#include <QStandardPaths>

#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/sysmacros.h>
#include <unistd.h>

#include <csignal>

namespace tray::platform {

namespace {

constexpr qint64 MaxPidBytes = 32;
constexpr qint64 MaxLockTable = 1024 * 1024;
constexpr int TableLooks = 3;
constexpr int PollInterval = 1000;
constexpr char Unit[] = "agentmonitor-server.service";
constexpr char NoDesktop[] = "offscreen"; // Qt's platform that needs none

QByteArray contentsOf(const QString &path, qint64 most)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.read(most) : QByteArray();
}

//! Where systemd looks for a user's units (systemd.unit(5)).
bool isUnitInstalled()
{
    const QString config = QStandardPaths::writableLocation(QStandardPaths::GenericConfigLocation);
    const QString data = QStandardPaths::writableLocation(QStandardPaths::GenericDataLocation);
    const QStringList folders{config + QStringLiteral("/systemd/user/"),
        data + QStringLiteral("/systemd/user/"), QStringLiteral("/etc/systemd/user/"),
        QStringLiteral("/usr/local/lib/systemd/user/"), QStringLiteral("/usr/lib/systemd/user/")};
    for (const QString &folder : folders) {
        if (QFileInfo::exists(folder + QLatin1String(Unit)))
            return true;
    }
    return false;
}

bool isServer(qint64 pid)
{
    const QByteArray name = contentsOf(QStringLiteral("/proc/%1/comm").arg(pid), MaxPidBytes);
    return pid > 0 && name.startsWith("agentmonitor-se"); // as much as the kernel keeps
}

QString autostartFile()
{
    return QStandardPaths::writableLocation(QStandardPaths::GenericConfigLocation)
        + QStringLiteral("/autostart/agentmonitor-tray.desktop");
}

//! As the Desktop Entry Specification wants it in Exec: quoted, with its four characters escaped.
QString quotedExec(const QString &path)
{
    QString escaped;
    for (const QChar c : path) {
        if (c == u'"' || c == u'`' || c == u'$' || c == u'\\')
            escaped += QStringLiteral("\\\\");
        escaped += c;
    }
    return QLatin1Char('"') + escaped.replace(QLatin1Char('%'), QStringLiteral("%%")) + QLatin1Char('"');
}

//! The kinds of desktop that may be here, in Qt's own order, as QT_QPA_PLATFORM takes it.
QByteArray desktopOrder()
{
    QByteArrayList order;
    if (!qEnvironmentVariableIsEmpty("DISPLAY"))
        order.append("xcb");
    if (!qEnvironmentVariableIsEmpty("WAYLAND_DISPLAY")) {
        const bool isGnome = qgetenv("XDG_CURRENT_DESKTOP").toLower().contains("gnome");
        const bool first = qgetenv("XDG_SESSION_TYPE") == "wayland" && !isGnome;
        order.insert(first ? 0 : order.size(), "wayland");
    }
    return order.join(';');
}

} // namespace

std::optional<qint64> lockHolder(const QString &lockFile)
{
    struct stat status
    {
    };
    if (::stat(QFile::encodeName(lockFile).constData(), &status) != 0)
        return std::nullopt;
    const LockedFile file{major(status.st_dev), minor(status.st_dev), status.st_ino};
    const qint64 written = contentsOf(lockFile, MaxPidBytes).trimmed().toLongLong();
    // A table of several pages is read in as many steps, and a lock that goes meanwhile moves the others: one
    // may be passed over. Where the file names a live server, a second look settles it.
    const bool isLikely = isServer(written);
    for (int look = 0; look < (isLikely ? TableLooks : 1); ++look) {
        const QByteArray table = contentsOf(QStringLiteral("/proc/locks"), MaxLockTable);
        if (table.isNull()) // no such table (a container): the process that the file names
            return isLikely ? std::optional(written) : std::nullopt;
        // One that has ended holds nothing: a child of it does, on its way from fork to exec.
        if (const auto holder = flockHolder(table, file, written); holder && isAlive(*holder))
            return holder;
    }
    return std::nullopt;
}

bool isAlive(qint64 pid)
{
    return pid > 0 && (::kill(pid_t(pid), 0) == 0 || errno == EPERM);
}

bool askToEnd(qint64 pid)
{
    return pid > 0 && ::kill(pid_t(pid), SIGTERM) == 0;
}

base::Result<qint64> startDetached(
    const CommandLine &command, const QString &workingDirectory, const QString &logFile)
{
    // QProcess makes it the leader of a session of its own, whose parent is not this process.
    QProcess process;
    process.setProgram(command.program);
    process.setArguments(command.arguments);
    process.setWorkingDirectory(workingDirectory);
    process.setStandardInputFile(QProcess::nullDevice());
    process.setStandardOutputFile(logFile, QIODevice::Append);
    process.setStandardErrorFile(logFile, QIODevice::Append);
    qint64 pid = 0;
    if (!process.startDetached(&pid)) {
        return base::failure(base::ErrorCode::Io,
            QStringLiteral("%1 cannot be started: %2").arg(command.program, process.errorString()));
    }
    return pid;
}

std::optional<Service> installedService()
{
    const QString runtime = qEnvironmentVariable("XDG_RUNTIME_DIR");
    // Without this folder no systemd runs for this user, so its unit could not be started.
    if (runtime.isEmpty() || !QFileInfo::exists(runtime + QStringLiteral("/systemd")) || !isUnitInstalled())
        return std::nullopt;
    const QString unit = QLatin1String(Unit);
    const auto systemctl = [&](const char *verb) {
        return CommandLine{
            QStringLiteral("systemctl"), {QStringLiteral("--user"), QString::fromLatin1(verb), unit}};
    };
    // Not `--user`, which reads a journal of one's own only: there is none where the journal is kept in
    // memory.
    const auto journalctl = [](const QStringList &arguments) {
        return CommandLine{QStringLiteral("journalctl"),
            QStringList{QStringLiteral("--quiet"), QStringLiteral("-o"), QStringLiteral("cat")} + arguments};
    };
    const QString ofUser = QStringLiteral("_UID=") + QString::number(::getuid());
    CommandLine tellState = systemctl("show");
    tellState.arguments.append({QStringLiteral("-P"), QStringLiteral("SubState")});
    // Not "start", which waits its turn behind a unit that systemd itself is about to start again.
    return Service{systemctl("restart"), systemctl("stop"),
        journalctl({QStringLiteral("--user-unit"), unit, QStringLiteral("-n"), QStringLiteral("2000"),
            QStringLiteral("-f")}),
        // By its name, too: the journal cannot tell the unit of a process that ended at once. Backwards,
        // since together with --since "-n 1" is the first line, not the last.
        journalctl({QStringLiteral("--reverse"), QStringLiteral("-n"), QStringLiteral("1"),
            QStringLiteral("SYSLOG_IDENTIFIER=agentmonitor-server"), ofUser, QStringLiteral("+"),
            QStringLiteral("_SYSTEMD_USER_UNIT=") + unit, ofUser}),
        tellState, unit};
}

CommandLine sinceTime(CommandLine lastLine, std::chrono::seconds time)
{
    lastLine.arguments.append(QStringLiteral("--since=@%1").arg(time.count()));
    return lastLine;
}

bool isAtWork(const QByteArray &state)
{
    static const QByteArrayList resting{"dead", "failed", "auto-restart"};
    return !resting.contains(state.trimmed());
}

bool belongsTo(const Service &service, qint64 pid)
{
    const QByteArray groups = contentsOf(QStringLiteral("/proc/%1/cgroup").arg(pid), MaxLockTable);
    return groups.contains('/' + service.name.toLatin1());
}

bool startsAtLogin()
{
    const QByteArray entry = contentsOf(autostartFile(), MaxLockTable);
    return !entry.isEmpty() && !entry.contains("\nHidden=true");
}

base::Result<void> setStartsAtLogin(bool starts)
{
    const QString path = autostartFile();
    if (!starts) {
        if (QFile::exists(path) && !QFile::remove(path))
            return base::failure(base::ErrorCode::Io, QStringLiteral("%1 cannot be removed").arg(path));
        return {};
    }
    QDir().mkpath(QFileInfo(path).absolutePath());
    QSaveFile file(path);
    const QString entry = QStringLiteral("[Desktop Entry]\n"
                                         "Type=Application\n"
                                         "Name=AgentMonitor\n"
                                         "Comment=Start, stop and watch coding agents\n"
                                         "Exec=%1\n"
                                         "Icon=agentmonitor\n"
                                         "X-GNOME-Autostart-enabled=true\n")
                              .arg(quotedExec(QCoreApplication::applicationFilePath()));
    if (!file.open(QIODevice::WriteOnly) || file.write(entry.toUtf8()) < 0 || !file.commit()) {
        return base::failure(
            base::ErrorCode::Io, QStringLiteral("%1 cannot be written: %2").arg(path, file.errorString()));
    }
    return {};
}

bool openInBrowser(const QUrl &url)
{
    return QProcess::startDetached(QStringLiteral("xdg-open"), {url.toString(QUrl::FullyEncoded)});
}

base::Result<void> findDesktop()
{
    // The last one is Qt's: whoever sets it knows what he wants.
    for (const char *variable : {"DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"}) {
        if (!qEnvironmentVariableIsEmpty(variable))
            return {};
    }
    return base::failure(base::ErrorCode::Unavailable,
        QStringLiteral("There is no desktop here (DISPLAY and WAYLAND_DISPLAY are not set)"));
}

void startAnew(char **arguments)
{
    ::execv("/proc/self/exe", arguments);
}

QString runtimeDirectory()
{
    return QStandardPaths::writableLocation(QStandardPaths::RuntimeLocation);
}

GuiPreparation::GuiPreparation()
{
    // A tray draws no 3D, and loading the drivers for it would cost more memory than all the rest. Qt's own
    // event loop needs no GLib.
    const std::pair<const char *, QByteArray> variables[] = {{"QT_XCB_GL_INTEGRATION", "none"},
        {"QT_NO_GLIB", "1"}, {"QT_QPA_PLATFORM", desktopOrder() + ';' + NoDesktop}};
    for (const auto &[name, value] : variables) {
        if (qEnvironmentVariableIsSet(name))
            continue;
        qputenv(name, value);
        m_variables.append(QString::fromLatin1(name));
    }
}

base::Result<void> GuiPreparation::checkDesktop(const QString &platformName)
{
    if (platformName != QLatin1StringView(NoDesktop) || qgetenv("QT_QPA_PLATFORM") == NoDesktop)
        return {}; // or it was asked for
    return base::failure(base::ErrorCode::Unavailable,
        QStringLiteral("The desktop cannot be reached (DISPLAY is \"%1\", WAYLAND_DISPLAY is \"%2\")")
            .arg(qEnvironmentVariable("DISPLAY"), qEnvironmentVariable("WAYLAND_DISPLAY")));
}

GuiPreparation::~GuiPreparation()
{
    for (const QString &name : std::as_const(m_variables))
        qunsetenv(name.toLatin1().constData());
}

ProcessWatch::ProcessWatch(qint64 pid, QObject *parent)
    : QObject(parent)
    , m_pid(pid)
{
    m_descriptor = int(::syscall(SYS_pidfd_open, pid_t(pid), 0)); // pidfd_open(2): readable once it has ended
    if (m_descriptor >= 0) {
        m_notifier = std::make_unique<QSocketNotifier>(m_descriptor, QSocketNotifier::Read);
        connect(m_notifier.get(), &QSocketNotifier::activated, this, &ProcessWatch::tell);
        return;
    }
    connect(&m_poll, &QTimer::timeout, this, [this] {
        if (!isAlive(m_pid))
            tell();
    });
    m_poll.start(PollInterval);
}

ProcessWatch::~ProcessWatch()
{
    m_notifier.reset();
    if (m_descriptor >= 0)
        ::close(m_descriptor);
}

void ProcessWatch::tell()
{
    m_poll.stop();
    if (m_notifier)
        m_notifier->setEnabled(false);
    if (!std::exchange(m_hasTold, true))
        Q_EMIT ended();
}

} // namespace tray::platform
