#include "replay.h"

#include "../eventtext.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>

namespace {

constexpr int UnknownRequest = 100'000; // ids that are none of ours

QString str(const QJsonObject &object, const char *name)
{
    return object.value(QLatin1StringView(name)).toString();
}

QJsonObject obj(const QJsonObject &object, const char *name)
{
    return object.value(QLatin1StringView(name)).toObject();
}

provider::SendPrompt prompt(const QJsonObject &params, int number)
{
    provider::SendPrompt prompt;
    prompt.id = QStringLiteral("prompt-%1").arg(number);
    const QJsonArray blocks = params.value(QLatin1StringView("prompt")).toArray();
    for (const QJsonValue &block : blocks)
        prompt.text += str(block.toObject(), "text");
    return prompt;
}

//! The version in the lines we write changes with every release.
QString withoutVersion(const QByteArray &line)
{
    return QString::fromUtf8(line).replace(
        QStringLiteral("\"version\":\"" AGENTMONITOR_VERSION "\""), QStringLiteral("\"version\":\"…\""));
}

acp::SessionWish wishOf(const QList<QJsonObject> &entries)
{
    acp::SessionWish wish;
    wish.agentName = QStringLiteral("The agent");
    for (const QJsonObject &entry : entries) {
        const QJsonObject line = obj(entry, "line");
        if (str(line, "method") == QLatin1StringView("session/new")
            || str(line, "method") == QLatin1StringView("session/load")) {
            wish.directory = str(obj(line, "params"), "cwd");
            wish.sessionId = str(obj(line, "params"), "sessionId");
        }
    }
    return wish;
}

QString diffText(const model::FileDiff &diff)
{
    QStringList lines;
    for (const model::DiffHunk &hunk : diff.hunks)
        lines << QStringLiteral("@@%1,%2").arg(hunk.oldStart).arg(hunk.newStart) << hunk.lines;
    return QStringLiteral("    would change %1 +%2-%3 ").arg(diff.path).arg(diff.added).arg(diff.removed)
        + lines.join(QLatin1Char('|'));
}

} // namespace

Replay::Replay(const QString &recording)
{
    QFile file(recording);
    if (!file.open(QIODevice::ReadOnly))
        return;
    while (!file.atEnd())
        m_entries << QJsonDocument::fromJson(file.readLine()).object();
    m_protocol = std::make_unique<acp::AcpProtocol>(wishOf(m_entries));
}

QStringList Replay::run()
{
    play(0);
    return m_text;
}

void Replay::play(qsizetype from)
{
    for (qsizetype i = from; i < m_entries.size(); ++i) {
        play(m_entries.at(i));
        const bool over = str(m_entries.at(i), "dir") == QLatin1StringView("exit");
        if (const auto state = m_protocol->rest(); state && !over)
            m_rests.append({i, m_text.size(), *state});
    }
}

QStringList Replay::runFrom(const Rest &rest) const
{
    Replay next;
    next.m_entries = m_entries;
    next.m_protocol = std::make_unique<acp::AcpProtocol>(
        acp::SessionWish{QStringLiteral("The agent"), wishOf(m_entries).directory, {}, {}, {}, {}, {}, {}});
    next.m_protocol->goOnFrom(rest.state);
    for (qsizetype i = 0; i <= rest.entry; ++i) {
        const QJsonObject entry = m_entries.at(i);
        const QJsonObject line = obj(entry, "line");
        if (str(entry, "dir") == QLatin1StringView("err"))
            next.play(entry);
        if (entry.contains(QLatin1StringView("eof")))
            next.m_result.stopRequested = true;
        if (str(entry, "dir") == QLatin1StringView("in")
            && str(line, "method") == QLatin1StringView("session/prompt"))
            ++next.m_prompts;
    }
    next.play(rest.entry + 1);
    return next.m_text;
}

void Replay::play(const QJsonObject &entry)
{
    const QString direction = str(entry, "dir");
    const QJsonValue line = entry.value(QLatin1StringView("line"));
    if (direction == QLatin1StringView("in")) {
        if (line.isNull()) {
            note(QStringLiteral("end of input"));
            m_result.stopRequested = true;
        } else {
            written(line.toObject());
        }
    } else if (direction == QLatin1StringView("out")) {
        read(line);
    } else if (direction == QLatin1StringView("err")) {
        m_result.stderrTail += line.toString() + QLatin1Char('\n');
    } else if (direction == QLatin1StringView("exit")) {
        const QJsonObject end = line.toObject();
        const bool killed = !str(end, "signal").isEmpty();
        m_result.kind = killed ? process::EndKind::Killed : process::EndKind::Exited;
        m_result.signal = killed ? 9 : 0;
        m_result.exitCode = end.value(QLatin1StringView("code")).toInt();
        note(QStringLiteral("exit"));
        add(m_protocol->closed(m_result));
    }
}

void Replay::add(const provider::Events &events)
{
    for (const provider::Event &event : events) {
        m_text << eventText(event);
        QString id;
        if (const auto *asked = std::get_if<provider::ApprovalAsked>(&event)) {
            id = asked->approval.id;
            for (const model::FileDiff &diff : asked->approval.diffs)
                m_text << diffText(diff);
        }
        if (const auto *asked = std::get_if<provider::QuestionAsked>(&event))
            id = asked->question.id;
        if (!id.isEmpty())
            m_asks.insert(id.section(QLatin1Char(':'), -1), id);
    }
}

void Replay::read(const QJsonValue &line)
{
    QJsonObject object = line.toObject();
    const bool answers = !object.contains(QLatin1StringView("method"));
    if (answers) {
        const int id = object.value(QLatin1StringView("id")).toInt();
        object.insert(QStringLiteral("id"), m_ids.value(id, UnknownRequest + id));
    }
    add(m_protocol->feed(
        line.isString() ? line.toString().toUtf8() : QJsonDocument(object).toJson(QJsonDocument::Compact)));
    wrote(m_protocol->takeReplies());
}

void Replay::written(const QJsonObject &line)
{
    const QString method = str(line, "method");
    const QJsonObject params = obj(line, "params");
    if (method.isEmpty()) {
        answered(line);
    } else if (method == QLatin1StringView("initialize")) {
        wrote(m_protocol->open());
    } else if (method == QLatin1StringView("session/prompt")) {
        command(prompt(params, ++m_prompts));
    } else if (method == QLatin1StringView("session/cancel")) {
        command(provider::Interrupt{});
    } else if (method == QLatin1StringView("session/set_mode")) {
        command(provider::SetMode{str(params, "modeId")});
    } else if (method == QLatin1StringView("session/set_config_option")) {
        command(provider::SetModel{str(params, "value")});
    } else if (!m_unmatched.contains(method)) {
        note(QStringLiteral("requested ") + method);
    }
    if (const auto own = m_unmatched.find(method); own != m_unmatched.end()) {
        m_ids.insert(line.value(QLatin1StringView("id")).toInt(), own.value());
        m_unmatched.erase(own);
    }
}

void Replay::answered(const QJsonObject &line)
{
    const QString request = jsonrpc::RequestId{line.value(QLatin1StringView("id"))}.key();
    const QJsonObject outcome = obj(obj(line, "result"), "outcome");
    if (!m_asks.contains(request)) {
        note(QStringLiteral("answered ") + request);
    } else if (line.contains(QLatin1StringView("error"))) {
        command(provider::SkipQuestion{m_asks.value(request), {}});
    } else if (str(outcome, "outcome") == QLatin1StringView("selected")) {
        command(provider::DecideApproval{m_asks.value(request), str(outcome, "optionId"), {}, {}});
    } else {
        note(QStringLiteral("cancelled ") + request); // the interrupt before it has said so
    }
}

void Replay::command(const provider::Command &command)
{
    const auto lines = m_protocol->encode(command);
    if (lines)
        wrote(*lines);
    else
        m_text << QStringLiteral("! ") + lines.error().message;
}

void Replay::wrote(const QList<QByteArray> &lines)
{
    for (const QByteArray &line : lines) {
        m_text << QStringLiteral("> ") + withoutVersion(line);
        const QJsonObject object = QJsonDocument::fromJson(line).object();
        if (const QString method = str(object, "method");
            !method.isEmpty() && object.contains(QLatin1StringView("id")))
            m_unmatched.insert(method, object.value(QLatin1StringView("id")).toInteger());
    }
}
