#include "core/provider/claude/claudeprobe.h"

#include "core/provider/claude/claudebinary.h"
#include "core/provider/wording.h"

#include <QCoreApplication>
#include <QFileInfo>
#include <QRegularExpression>

namespace claude {

namespace {

constexpr qint64 MaxAnswerBytes = 64 * 1024;
constexpr qsizetype ShownAnswerLength = 200;

} // namespace

ClaudeProbe::ClaudeProbe(ClaudeHost host, std::chrono::milliseconds timeLimit, QObject *parent)
    : QObject(parent)
    , m_host(std::move(host))
    , m_timeLimit(timeLimit)
{
    m_limit.setSingleShot(true);
    connect(&m_limit, &QTimer::timeout, this, [this] {
        abandon();
        fail(QStringLiteral("%1 --version did not answer in %2 s")
                 .arg(m_asked.path)
                 .arg(std::chrono::duration_cast<std::chrono::seconds>(m_timeLimit).count()));
    });
}

ClaudeProbe::~ClaudeProbe()
{
    abandon();
}

void ClaudeProbe::abandon()
{
    if (!m_process)
        return;
    // Its end is not waited for here, as the destructor of a QProcess that still runs would.
    QProcess *process = m_process.release();
    process->disconnect(this);
    process->setParent(QCoreApplication::instance());
    connect(process, &QProcess::finished, process, &QObject::deleteLater);
    process->kill();
}

void ClaudeProbe::start()
{
    if (m_running)
        return;
    m_running = true;
    const auto binary = findClaude(m_host.binary, m_host.environment);
    QMetaObject::invokeMethod(
        this,
        [this, binary] {
            if (binary)
                ask(*binary);
            else
                finish({false, {}, binary.error().message, {}}, false);
        },
        Qt::QueuedConnection);
}

void ClaudeProbe::ask(const QString &binary)
{
    const QFileInfo file(binary); // follows the link: an update changes what it points at
    m_asked = {binary, file.lastModified(), file.size()};
    if (m_known && *m_known == m_asked) {
        finish(m_answer, false);
        return;
    }
    m_process = std::make_unique<QProcess>();
    m_process->setProcessEnvironment(m_host.environment);
    m_process->setProcessChannelMode(QProcess::MergedChannels);
    m_process->setStandardInputFile(QProcess::nullDevice());
    connect(m_process.get(), &QProcess::finished, this, &ClaudeProbe::onEnded);
    connect(m_process.get(), &QProcess::errorOccurred, this, [this](QProcess::ProcessError error) {
        if (error == QProcess::FailedToStart)
            fail(QStringLiteral("%1 could not be started: %2").arg(m_asked.path, m_process->errorString()));
    });
    m_limit.start(m_timeLimit);
    m_process->start(binary, {QStringLiteral("--version")});
}

void ClaudeProbe::onEnded()
{
    static const QRegularExpression version(QStringLiteral("\\d+\\.\\d+\\.\\d+(?:[-.]\\w[-.\\w]*)?"));
    const QString answer = QString::fromUtf8(m_process->read(MaxAnswerBytes));
    const QRegularExpressionMatch match = version.match(answer);
    if (m_process->exitStatus() != QProcess::NormalExit || m_process->exitCode() != 0 || !match.hasMatch()) {
        fail(QStringLiteral("%1 --version did not name a version: %2")
                 .arg(m_asked.path, provider::oneLine(answer, ShownAnswerLength)));
        return;
    }
    finish({true, match.captured(0), {}, m_asked.path}, true);
}

void ClaudeProbe::fail(const QString &hint)
{
    // Not remembered: what failed now may work the next time.
    finish({false, {}, hint, m_asked.path}, false);
}

void ClaudeProbe::finish(const provider::Capabilities &capabilities, bool remember)
{
    m_limit.stop();
    if (m_process)
        m_process.release()->deleteLater(); // it may be the sender of this signal
    if (remember) {
        m_known = m_asked;
        m_answer = capabilities;
    }
    m_running = false;
    Q_EMIT done(capabilities);
}

} // namespace claude
