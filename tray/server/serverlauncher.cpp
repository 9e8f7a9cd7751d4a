#include "tray/server/serverlauncher.h"

#include "tray/server/logtail.h"
#include "tray/server/serverbinary.h"

#include <QDateTime>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QProcess>

namespace tray {

ServerLauncher::ServerLauncher(LaunchSettings settings, const ServerFiles &files, QObject *parent)
    : QObject(parent)
    , m_settings(std::move(settings))
    , m_files(files)
{
}

std::optional<platform::Service> ServerLauncher::service() const
{
    return m_settings.mayUseService ? platform::installedService() : std::nullopt;
}

base::Result<qint64> ServerLauncher::start()
{
    m_logOffset = -1;
    ++m_starts;
    if (const auto installed = service()) {
        m_startedAt = std::chrono::seconds(QDateTime::currentSecsSinceEpoch());
        run(installed->start, {});
        return 0;
    }
    const auto program = findServerBinary(m_settings.programDirectory);
    if (!program)
        return tl::unexpected(program.error());
    const bool isNew = !QFileInfo::exists(m_files.directory());
    if (!QDir().mkpath(m_files.directory())) {
        return base::failure(
            base::ErrorCode::Io, QStringLiteral("%1 cannot be made").arg(m_files.directory()));
    }
    const auto owner = QFileDevice::ReadOwner | QFileDevice::WriteOwner;
    if (isNew)
        QFile::setPermissions(m_files.directory(), owner | QFileDevice::ExeOwner);
    rotateLog(m_files.logFile(), LogLimit);
    QFile log(m_files.logFile());
    if (!log.open(QIODevice::Append)) {
        return base::failure(base::ErrorCode::Io,
            QStringLiteral("%1 cannot be written: %2").arg(log.fileName(), log.errorString()));
    }
    log.setPermissions(owner);
    m_logOffset = log.size();
    return platform::startDetached({*program, m_settings.arguments}, QDir::homePath(), m_files.logFile());
}

void ServerLauncher::checkService()
{
    const auto installed = service();
    if (!installed)
        return;
    run(installed->tellState, [this, installed](const QByteArray &state) {
        if (platform::isAtWork(state))
            return;
        run(platform::sinceTime(installed->lastLine, m_startedAt), [this](const QByteArray &line) {
            const QString words = withoutLead(QString::fromUtf8(line));
            Q_EMIT failed(words.isEmpty() ? QStringLiteral("the service has ended") : words);
        });
    });
}

bool ServerLauncher::stop(qint64 pid)
{
    const auto installed = service();
    if (installed && platform::belongsTo(*installed, pid)) {
        run(installed->stop, {});
        return true;
    }
    return platform::askToEnd(pid);
}

void ServerLauncher::stopService()
{
    // Also if this program ends now.
    if (const auto installed = service())
        QProcess::startDetached(installed->stop.program, installed->stop.arguments);
}

QString ServerLauncher::lastWords() const
{
    return m_logOffset < 0 ? QString() : tray::lastWords(m_files.logFile(), m_logOffset);
}

void ServerLauncher::run(const platform::CommandLine &command, std::function<void(const QByteArray &)> done)
{
    auto *process = new QProcess(this);
    connect(process, &QProcess::finished, this,
        [this, process, start = m_starts, done = std::move(done)](int code, QProcess::ExitStatus status) {
            process->deleteLater();
            if (start != m_starts)
                return; // what it says is of an earlier service
            if (code == 0 && status == QProcess::NormalExit) {
                if (done)
                    done(process->readAllStandardOutput());
                return;
            }
            const QString words = QString::fromUtf8(process->readAllStandardError()).simplified();
            Q_EMIT failed(words.isEmpty() ? QStringLiteral("The service could not do it") : words);
        });
    connect(process, &QProcess::errorOccurred, this, [this, process](QProcess::ProcessError error) {
        if (error != QProcess::FailedToStart)
            return;
        process->deleteLater();
        Q_EMIT failed(QStringLiteral("%1: %2").arg(process->program(), process->errorString()));
    });
    process->start(command.program, command.arguments);
}

} // namespace tray
