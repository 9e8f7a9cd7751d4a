#include "core/provider/discovery/versionquestion.h"

#include "core/provider/wording.h"

#include <QRegularExpression>

namespace provider {

namespace {

constexpr qsizetype MaxOutputBytes = qsizetype{64} * 1024;
constexpr qsizetype ShownOutputLength = 200;

process::LaunchPlan versionPlan(const process::LaunchPlan &program)
{
    process::LaunchPlan plan = program;
    plan.arguments = QStringList{QStringLiteral("--version")};
    return plan;
}

} // namespace

std::optional<QString> versionIn(const QString &text)
{
    static const QRegularExpression version(
        QStringLiteral("(?<![\\d.])\\d+\\.\\d+\\.\\d+(?:[-.]\\w[-.\\w]*)?"));
    const QRegularExpressionMatch match = version.match(text);
    return match.hasMatch() ? std::optional(match.captured(0)) : std::nullopt;
}

VersionQuestion::VersionQuestion(
    const process::LaunchPlan &program, std::chrono::milliseconds limit, QObject *keeper)
    : m_program(program.program)
    , m_process(new BriefProcess(versionPlan(program), limit, keeper))
{
    connect(m_process, &BriefProcess::linesRead, this, [this](const QList<QByteArray> &lines) {
        for (const QByteArray &line : lines)
            m_output += (line + '\n').left(MaxOutputBytes - m_output.size());
    });
    connect(m_process, &BriefProcess::ended, this, &VersionQuestion::onEnded);
    connect(m_process, &BriefProcess::timedOut, this, [this, limit] {
        fail(QStringLiteral("%1 --version did not answer in %2 s")
                 .arg(m_program)
                 .arg(std::chrono::ceil<std::chrono::seconds>(limit).count()));
    });
}

VersionQuestion::~VersionQuestion()
{
    if (m_process)
        m_process->finish();
}

void VersionQuestion::start()
{
    m_process->start();
}

void VersionQuestion::onEnded(const process::ProcessResult &result)
{
    if (result.kind == process::EndKind::NotStarted) {
        fail(QStringLiteral("%1 could not be started: %2").arg(m_program, result.error));
        return;
    }
    // Some tell it on standard error.
    const QString output = QString::fromUtf8(m_output) + result.stderrTail;
    const auto version = versionIn(output);
    if (result.kind != process::EndKind::Exited || result.exitCode != 0 || !version) {
        fail(QStringLiteral("%1 --version did not name a version: %2")
                 .arg(m_program, oneLine(output, ShownOutputLength)));
        return;
    }
    letGo();
    Q_EMIT answered(*version);
}

void VersionQuestion::fail(const QString &why)
{
    letGo();
    Q_EMIT failed(why);
}

void VersionQuestion::letGo()
{
    std::exchange(m_process, nullptr)->finish(); // nothing of it shall answer again
}

} // namespace provider
