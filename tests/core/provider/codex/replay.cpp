#include "replay.h"

#include "../eventtext.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>

namespace {

QString str(const QJsonObject &object, const char *name)
{
    return object.value(QLatin1StringView(name)).toString();
}

QJsonObject obj(const QJsonObject &object, const char *name)
{
    return object.value(QLatin1StringView(name)).toObject();
}

qint64 idOf(const QJsonObject &message)
{
    return message.value(QLatin1StringView("id")).toInteger(-1);
}

//! Requests with the same name stand for each other.
QString meaning(const QString &method)
{
    if (method == QLatin1StringView("thread/start") || method == QLatin1StringView("thread/resume")
        || method == QLatin1StringView("thread/fork"))
        return QStringLiteral("thread");
    if (method == QLatin1StringView("turn/start") || method == QLatin1StringView("turn/steer"))
        return QStringLiteral("prompt");
    return method;
}

bool isOurs(const QString &meaning)
{
    return meaning == QLatin1StringView("initialize") || meaning == QLatin1StringView("thread")
        || meaning == QLatin1StringView("prompt") || meaning == QLatin1StringView("turn/interrupt")
        || meaning == QLatin1StringView("model/list");
}

//! The mode of a thread/start of the recorder.
QString modeOf(const QJsonObject &params)
{
    for (const QString &mode : codex::allModes()) {
        const auto policy = codex::policyOf(mode);
        if (!policy->plan && policy->approvalPolicy == str(params, "approvalPolicy")
            && policy->sandbox == str(params, "sandbox"))
            return mode;
    }
    return {};
}

int signalNumber(const QString &name)
{
    return name == QLatin1StringView("SIGKILL") ? 9 : name == QLatin1StringView("SIGINT") ? 2 : 15;
}

} // namespace

Replay::Replay(const QString &recording)
{
    QFile file(recording);
    if (!file.open(QIODevice::ReadOnly))
        return;
    bool threadSeen = false;
    while (!file.atEnd()) {
        m_entries.append(QJsonDocument::fromJson(file.readLine()).object());
        if (str(m_entries.last(), "dir") != QLatin1StringView("in"))
            continue;
        const QJsonObject line = obj(m_entries.last(), "line");
        const QString method = str(line, "method");
        m_listsModels = m_listsModels || method == QLatin1StringView("model/list");
        if (meaning(method) == QLatin1StringView("thread") && !threadSeen) {
            threadSeen = true;
            m_request.threadId = str(obj(line, "params"), "threadId");
            m_request.mode = modeOf(obj(line, "params"));
            m_request.directory = str(obj(line, "params"), "cwd");
        }
    }
    m_protocol = std::make_unique<codex::CodexProtocol>(m_request);
}

QStringList Replay::run()
{
    for (const QJsonObject &entry : std::as_const(m_entries))
        play(entry);
    return m_now.text;
}

QStringList Replay::differencesAfterRest(int &rests)
{
    struct Rest
    {
        qsizetype next = 0;
        QJsonObject state;
        Progress progress;
    };
    QList<Rest> points;
    for (qsizetype i = 0; i < m_entries.size(); ++i) {
        play(m_entries.at(i));
        if (const auto state = m_protocol->rest())
            points.append({i + 1, *state, m_now});
    }
    const QStringList whole = m_now.text;
    rests = static_cast<int>(points.size());
    QStringList differences;
    for (const Rest &point : std::as_const(points)) {
        m_protocol = std::make_unique<codex::CodexProtocol>(m_request);
        m_protocol->goOnFrom(point.state);
        m_now = point.progress;
        for (qsizetype i = point.next; i < m_entries.size(); ++i)
            play(m_entries.at(i));
        for (qsizetype i = 0; i < std::max(whole.size(), m_now.text.size()); ++i) {
            if (whole.value(i) == m_now.text.value(i))
                continue;
            differences << QStringLiteral("after entry %1: \"%2\" became \"%3\"")
                               .arg(point.next)
                               .arg(whole.value(i), m_now.text.value(i));
            break;
        }
    }
    return differences;
}

void Replay::play(const QJsonObject &entry)
{
    const QString direction = str(entry, "dir");
    const QJsonValue line = entry.value(QLatin1StringView("line"));
    if (direction == QLatin1StringView("in")) {
        written(line);
    } else if (direction == QLatin1StringView("out")) {
        read(line);
    } else if (direction == QLatin1StringView("err")) {
        m_now.result.stderrTail = line.toString();
    } else if (direction == QLatin1StringView("signal")) {
        note(QStringLiteral("signal ") + line.toString());
    } else if (direction == QLatin1StringView("exit")) {
        const QJsonObject end = line.toObject();
        const QString signal = str(end, "signal");
        m_now.result.kind = signal.isEmpty() ? process::EndKind::Exited : process::EndKind::Killed;
        m_now.result.signal = signal.isEmpty() ? 0 : signalNumber(signal);
        m_now.result.exitCode = end.value(QLatin1StringView("code")).toInt();
        note(QStringLiteral("exit"));
        add(m_protocol->closed(m_now.result));
    }
}

void Replay::add(const provider::Events &events)
{
    const auto remember = [&](const QString &id) {
        m_now.asks.insert(id.section(QLatin1Char(':'), -1), id);
    };
    for (const provider::Event &event : events) {
        if (const auto *approval = std::get_if<provider::ApprovalAsked>(&event))
            remember(approval->approval.id);
        if (const auto *question = std::get_if<provider::QuestionAsked>(&event))
            remember(question->question.id);
        m_now.text << eventText(event);
    }
}

void Replay::feed(const QByteArray &line)
{
    add(m_protocol->feed(line));
    wrote(m_protocol->takeReplies());
}

void Replay::read(QJsonValue line)
{
    if (line.isString()) {
        feed(line.toString().toUtf8());
        return;
    }
    QJsonObject object = line.toObject();
    if (!object.contains(QLatin1StringView("method"))) {
        const auto own = m_now.ids.constFind(idOf(object));
        if (own == m_now.ids.constEnd()) {
            note(QStringLiteral("an answer to the recorder"));
            return;
        }
        object.insert(QLatin1StringView("id"), *own);
    }
    feed(QJsonDocument(object).toJson(QJsonDocument::Compact));
}

void Replay::written(const QJsonValue &line)
{
    if (line.isNull()) {
        note(QStringLiteral("end of input"));
        m_now.result.stopRequested = true;
        return;
    }
    const QJsonObject object = line.toObject();
    const QString method = str(object, "method");
    if (method.isEmpty()) {
        if (object.contains(QLatin1StringView("result")))
            writtenAnswer(object);
        else
            note(QStringLiteral("wrote something else"));
        return;
    }
    if (method == QLatin1StringView("initialized"))
        return; // the protocol does so by itself
    const QString what = meaning(method);
    if (!isOurs(what)) {
        note(QStringLiteral("requested ") + method);
        return;
    }
    m_now.unpaired[what].recorded.append(idOf(object));
    if (what == QLatin1StringView("initialize"))
        wrote(m_protocol->open());
    else if (what == QLatin1StringView("prompt"))
        writtenTurn(obj(object, "params"));
    else if (method == QLatin1StringView("turn/interrupt"))
        command(provider::Interrupt{});
    pair(what);
}

void Replay::writtenTurn(const QJsonObject &params)
{
    if (const QString model = str(params, "model"); !model.isEmpty())
        command(provider::SetModel{model});
    if (const QString effort = str(params, "effort"); !effort.isEmpty())
        command(provider::SetEffort{effort});
    if (str(obj(params, "collaborationMode"), "mode") == QLatin1StringView("plan"))
        command(provider::SetMode{QStringLiteral("plan")});
    provider::SendPrompt prompt;
    prompt.id = QStringLiteral("prompt-%1").arg(++m_now.prompts);
    const QJsonArray input = params.value(QLatin1StringView("input")).toArray();
    for (const QJsonValue item : input)
        prompt.text += str(item.toObject(), "text");
    command(prompt);
}

void Replay::writtenAnswer(const QJsonObject &answer)
{
    const QString id = m_now.asks.value(QString::number(idOf(answer)));
    const QJsonObject result = obj(answer, "result");
    const QJsonValue decision = result.value(QLatin1StringView("decision"));
    if (decision.isObject()) {
        command(provider::DecideApproval{id, decision.toObject().begin().key(), {}, {}});
    } else if (decision.isString()) {
        command(provider::DecideApproval{id, decision.toString(), {}, {}});
    } else {
        QJsonObject answers;
        const QJsonObject given = obj(result, "answers");
        for (auto it = given.begin(); it != given.end(); ++it)
            answers.insert(it.key(), it.value().toObject().value(QLatin1StringView("answers")));
        command(provider::AnswerQuestion{id, answers});
    }
}

void Replay::command(const provider::Command &command)
{
    const auto lines = m_protocol->encode(command);
    if (lines)
        wrote(*lines);
    else
        m_now.text << QStringLiteral("! ") + lines.error().message;
}

void Replay::pair(const QString &what)
{
    Pairing &waiting = m_now.unpaired[what];
    while (!waiting.ours.isEmpty() && !waiting.recorded.isEmpty())
        m_now.ids.insert(waiting.recorded.takeFirst(), waiting.ours.takeFirst());
}

void Replay::wrote(const QList<QByteArray> &lines)
{
    for (const QByteArray &line : lines) {
        m_now.text << QStringLiteral("> ") + QString::fromUtf8(line);
        const QJsonObject object = QJsonDocument::fromJson(line).object();
        const QString what = meaning(str(object, "method"));
        if (what.isEmpty() || idOf(object) < 0)
            continue;
        m_now.unpaired[what].ours.append(idOf(object));
        pair(what);
    }
    for (const QByteArray &line : lines) {
        const QJsonObject object = QJsonDocument::fromJson(line).object();
        const QString method = str(object, "method");
        if ((method == QLatin1StringView("model/list") && !m_listsModels)
            || method == QLatin1StringView("thread/settings/update"))
            feed(QByteArrayLiteral("{\"result\":{},\"id\":") + QByteArray::number(idOf(object)) + '}');
    }
}
