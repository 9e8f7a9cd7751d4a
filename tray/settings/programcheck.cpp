#include "tray/settings/programcheck.h"

#include "core/process/environment.h"
#include "core/process/executable.h"

#include <QDir>
#include <QRegularExpression>

namespace tray {

ProgramCheck::ProgramCheck(QString name, QObject *parent)
    : QObject(parent)
    , m_name(std::move(name))
{
    m_deadline.setSingleShot(true);
    connect(&m_deadline, &QTimer::timeout, this, [this] {
        drop();
        Q_EMIT finished(false, QStringLiteral("%1 does not tell its version").arg(m_path));
    });
}

ProgramCheck::~ProgramCheck()
{
    drop();
}

void ProgramCheck::drop()
{
    m_deadline.stop();
    if (!m_process)
        return;
    m_process->disconnect(this);
    m_process->kill();
    m_process.release()->deleteLater();
}

void ProgramCheck::start(const QString &setting)
{
    drop();
    const QProcessEnvironment environment = process::cleanEnvironment();
    // Where their own installers put them.
    const QString home = QDir::homePath();
    const auto path = process::findExecutable(setting.isEmpty() ? m_name : setting, environment,
        {home + QStringLiteral("/.local/bin"), home + QStringLiteral("/.claude/local"),
            home + QStringLiteral("/.npm-global/bin"), QStringLiteral("/usr/local/bin")});
    if (!path) {
        Q_EMIT finished(
            false, setting.isEmpty() ? QStringLiteral("%1 was not found").arg(m_name) : path.error().message);
        return;
    }
    m_path = *path;
    m_process = std::make_unique<QProcess>();
    m_process->setProcessEnvironment(environment);
    m_process->setProcessChannelMode(QProcess::MergedChannels);
    m_process->setStandardInputFile(QProcess::nullDevice());
    connect(m_process.get(), &QProcess::finished, this, [this] {
        const QString version = versionIn(QString::fromUtf8(m_process->readAll()));
        drop();
        if (version.isEmpty())
            Q_EMIT finished(false, QStringLiteral("%1 does not tell its version").arg(m_path));
        else
            Q_EMIT finished(true, QStringLiteral("%1 (%2)").arg(version, m_path));
    });
    connect(m_process.get(), &QProcess::errorOccurred, this, [this](QProcess::ProcessError error) {
        if (error != QProcess::FailedToStart)
            return;
        const QString words = m_process->errorString();
        drop();
        Q_EMIT finished(false, QStringLiteral("%1 cannot be run: %2").arg(m_path, words));
    });
    m_deadline.start(Patience);
    m_process->start(m_path, {QStringLiteral("--version")});
}

QString versionIn(const QString &output)
{
    static const QRegularExpression version(QStringLiteral("\\d+\\.\\d+(\\.\\d+)?([-+.][0-9A-Za-z.]+)?"));
    return version.match(output.section(QLatin1Char('\n'), 0, 0)).captured(0);
}

} // namespace tray
