#include "tray/log/programfollower.h"

namespace tray {

namespace {

constexpr int EndPatience = 1000;

} // namespace

ProgramFollower::ProgramFollower(QString name, platform::CommandLine command, QObject *parent)
    : LogSource(parent)
    , m_name(std::move(name))
    , m_command(std::move(command))
{
    m_process.setStandardInputFile(QProcess::nullDevice());
    connect(&m_process, &QProcess::readyReadStandardOutput, this, [this] {
        const QStringList lines = m_lines.feed(m_process.readAllStandardOutput());
        if (!lines.isEmpty())
            Q_EMIT linesRead(lines);
    });
    connect(&m_process, &QProcess::errorOccurred, this,
        [this] { Q_EMIT failed(QStringLiteral("%1: %2").arg(m_command.program, m_process.errorString())); });
    connect(&m_process, &QProcess::finished, this, [this] {
        Q_EMIT failed(
            QStringLiteral("%1 has ended: %2")
                .arg(m_command.program, QString::fromUtf8(m_process.readAllStandardError()).simplified()));
    });
}

ProgramFollower::~ProgramFollower()
{
    m_process.disconnect(this);
    m_process.terminate();
    if (!m_process.waitForFinished(EndPatience))
        m_process.kill();
}

void ProgramFollower::start()
{
    m_process.start(m_command.program, m_command.arguments);
}

} // namespace tray
