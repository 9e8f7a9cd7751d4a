#include "core/provider/terminal/terminalprotocol.h"

#include "core/provider/exitwords.h"

#include <utility>

namespace terminal {

using base::ErrorCode;
using base::failure;
using provider::TerminalActivity;

namespace {

constexpr char ControlC = '\x03';
constexpr char EscapeKey = '\x1b'; // what claude and codex take; a second ^C would end them

//! What a keyboard could have typed: no control character but tab and line break, so that a text cannot
//! press keys.
QByteArray typable(QString text)
{
    text.replace(QStringLiteral("\r\n"), QStringLiteral("\n"));
    text.removeIf([](QChar c) {
        return c.category() == QChar::Other_Control && c != QLatin1Char('\n') && c != QLatin1Char('\t');
    });
    return text.toUtf8();
}

QString joined(const QString &title, const QString &text)
{
    if (title.isEmpty() || text.isEmpty())
        return title + text;
    return title + QStringLiteral(": ") + text;
}

} // namespace

TerminalProtocol::TerminalProtocol(Program program)
    : m_program(std::move(program))
    , m_ready(!m_program.isConversation)
{
    m_status = {TerminalActivity::Busy, runningWords()};
}

QString TerminalProtocol::runningWords() const
{
    return QStringLiteral("Running ") + m_program.name;
}

QList<QByteArray> TerminalProtocol::open()
{
    emitEvent(provider::SessionStarted{});
    emitEvent(m_status);
    return {};
}

provider::Events TerminalProtocol::feed(const QByteArray &piece)
{
    for (const Signal &signal : m_parser.feed(piece))
        std::visit([this](const auto &concrete) { on(concrete); }, signal);
    return std::exchange(m_events, {});
}

provider::Events TerminalProtocol::takeEvents()
{
    return std::exchange(m_events, {});
}

QList<QByteArray> TerminalProtocol::takeReplies()
{
    return std::exchange(m_replies, {});
}

void TerminalProtocol::setStatus(TerminalActivity activity, const QString &words)
{
    m_bellTold = false;
    if (m_status.activity == activity && m_status.words == words)
        return;
    m_status = {activity, words};
    emitEvent(m_status);
}

void TerminalProtocol::notice(model::NoticeLevel level, const QString &text)
{
    m_bellTold = false;
    emitEvent(provider::NoticeRaised{level, text});
}

void TerminalProtocol::setReady()
{
    m_ready = true;
    for (const provider::SendPrompt &prompt : std::exchange(m_waiting, {}))
        type(prompt);
}

void TerminalProtocol::on(const StatusReported &status)
{
    m_reportsStatus = true;
    switch (status.state) {
    case ProgramState::Working:
        setStatus(TerminalActivity::Busy, status.message.isEmpty() ? runningWords() : status.message);
        break;
    case ProgramState::Blocked: {
        const bool repeated = m_status.activity == TerminalActivity::Waiting;
        const QString what = status.message.isEmpty() ? status.kind : status.message;
        const QString words = joined(QStringLiteral("Waits for you in its terminal"), what);
        if (!repeated || m_status.words != words)
            notice(model::NoticeLevel::Warning, words);
        setStatus(TerminalActivity::Waiting, words);
        break;
    }
    case ProgramState::Done:
        if (m_status.activity != TerminalActivity::Idle && !status.message.isEmpty())
            notice(model::NoticeLevel::Info, joined(QStringLiteral("Done"), status.message));
        [[fallthrough]];
    case ProgramState::Idle:
    case ProgramState::Clear:
        setStatus(TerminalActivity::Idle);
        setReady();
        break;
    }
}

void TerminalProtocol::on(const StatusAsked & /*asked*/)
{
    m_replies.append(QByteArrayLiteral("\x1b]7501;?1\a"));
}

void TerminalProtocol::on(const Notified &notified)
{
    const QString text = joined(notified.title, notified.text);
    if (!text.isEmpty())
        notice(model::NoticeLevel::Info, text);
}

void TerminalProtocol::on(const ProgressReported &progress)
{
    if (m_reportsStatus)
        return;
    switch (progress.progress) {
    case Progress::Normal:
    case Progress::Indeterminate:
        setStatus(TerminalActivity::Busy, runningWords());
        break;
    case Progress::None:
        setStatus(TerminalActivity::Idle);
        break;
    case Progress::Error:
    case Progress::Paused:
        break; // of a bar that is still shown
    }
}

void TerminalProtocol::on(const TitleChanged &title)
{
    if (title.title == m_title)
        return;
    m_title = title.title;
    emitEvent(provider::SettingsReported{{}, {}, {}, m_title});
}

void TerminalProtocol::on(const BellRung & /*bell*/)
{
    if (std::exchange(m_bellTold, true))
        return;
    emitEvent(provider::NoticeRaised{
        model::NoticeLevel::Info, QStringLiteral("%1 rang the bell").arg(m_program.name)});
}

void TerminalProtocol::on(const PasteModeChanged &mode)
{
    m_bracketedPaste = mode.bracketed;
}

void TerminalProtocol::type(const provider::SendPrompt &prompt)
{
    QByteArray text = typable(prompt.text);
    if (m_bracketedPaste)
        text = "\x1b[200~" + text + "\x1b[201~";
    // The key comes in a write of its own: together with the text it would be a part of what is pasted.
    m_replies.append(text.replace('\n', '\r'));
    m_replies.append(QByteArrayLiteral("\r"));
    emitEvent(provider::PromptProgressed{prompt.id, model::DeliveryState::Taken});
}

void TerminalProtocol::give(const provider::SendPrompt &prompt)
{
    m_bellTold = false;
    const bool isInCommandLine = !m_promptSeen && prompt.text == m_program.prompt;
    m_promptSeen = true;
    if (isInCommandLine)
        emitEvent(provider::PromptProgressed{prompt.id, model::DeliveryState::Taken});
    else if (m_ready)
        type(prompt);
    else
        m_waiting.append(prompt);
}

base::Result<QList<QByteArray>> TerminalProtocol::encode(const provider::Command &command)
{
    if (const auto *prompt = std::get_if<provider::SendPrompt>(&command)) {
        if (!prompt->attachments.isEmpty())
            return failure(ErrorCode::Unsupported, QStringLiteral("A terminal takes no attachments"));
        give(*prompt);
        return QList<QByteArray>{};
    }
    if (std::holds_alternative<provider::Interrupt>(command))
        return QList<QByteArray>{QByteArray(1, m_program.isConversation ? EscapeKey : ControlC)};
    return failure(ErrorCode::Unsupported,
        QStringLiteral("%1 runs on a terminal: this can only be done there").arg(m_program.name));
}

std::optional<QJsonObject> TerminalProtocol::rest() const
{
    if (!m_parser.isBetweenSequences() || !m_waiting.isEmpty())
        return std::nullopt;
    return QJsonObject{
        {QStringLiteral("activity"), static_cast<int>(m_status.activity)},
        {QStringLiteral("words"), m_status.words},
        {QStringLiteral("title"), m_title},
        {QStringLiteral("reportsStatus"), m_reportsStatus},
        {QStringLiteral("bracketedPaste"), m_bracketedPaste},
        {QStringLiteral("bellTold"), m_bellTold},
        {QStringLiteral("ready"), m_ready},
        {QStringLiteral("promptSeen"), m_promptSeen},
    };
}

void TerminalProtocol::goOnFrom(const QJsonObject &rest)
{
    m_status = {static_cast<TerminalActivity>(rest.value(QStringLiteral("activity")).toInt()),
        rest.value(QStringLiteral("words")).toString()};
    m_title = rest.value(QStringLiteral("title")).toString();
    m_reportsStatus = rest.value(QStringLiteral("reportsStatus")).toBool();
    m_bracketedPaste = rest.value(QStringLiteral("bracketedPaste")).toBool();
    m_bellTold = rest.value(QStringLiteral("bellTold")).toBool();
    m_ready = rest.value(QStringLiteral("ready")).toBool();
    m_promptSeen = rest.value(QStringLiteral("promptSeen")).toBool();
    emitEvent(m_status);
}

provider::Events TerminalProtocol::closed(const process::ProcessResult &result)
{
    const bool endedWell = result.kind == process::EndKind::Exited && result.exitCode == 0;
    if (!endedWell && !result.stopRequested && result.kind != process::EndKind::Lost)
        emitEvent(
            provider::NoticeRaised{model::NoticeLevel::Error, provider::exitWords(m_program.name, result)});
    return std::exchange(m_events, {});
}

} // namespace terminal
