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

provider::SendPrompt prompt(const QJsonObject &line, const QString &otherwiseId)
{
    provider::SendPrompt prompt;
    prompt.id = line.contains(QLatin1StringView("uuid")) ? str(line, "uuid") : otherwiseId;
    const QJsonValue content
        = line.value(QLatin1StringView("message")).toObject().value(QLatin1StringView("content"));
    prompt.text = content.toString();
    for (const QJsonValue block : content.toArray()) {
        const QJsonObject object = block.toObject();
        if (str(object, "type") == QLatin1StringView("text")) {
            prompt.text = str(object, "text");
        } else {
            const QJsonObject source = object.value(QLatin1StringView("source")).toObject();
            prompt.attachments.append(
                {str(source, "media_type"), QByteArray::fromBase64(str(source, "data").toLatin1())});
        }
    }
    return prompt;
}

int signalNumber(const QString &name)
{
    return name == QLatin1StringView("SIGKILL") ? 9 : name == QLatin1StringView("SIGINT") ? 2 : 15;
}

} // namespace

QStringList Replay::run(const QString &recording)
{
    QFile file(recording);
    if (!file.open(QIODevice::ReadOnly))
        return {};
    while (!file.atEnd()) {
        const QJsonObject entry = QJsonDocument::fromJson(file.readLine()).object();
        const QString direction = str(entry, "dir");
        const QJsonValue line = entry.value(QLatin1StringView("line"));
        if (direction == QLatin1StringView("in")) {
            written(line);
        } else if (direction == QLatin1StringView("out")) {
            read(line);
        } else if (direction == QLatin1StringView("err")) {
            m_result.stderrTail += line.toString() + QLatin1Char('\n');
        } else if (direction == QLatin1StringView("signal")) {
            note(QStringLiteral("signal ") + line.toString());
        } else if (direction == QLatin1StringView("exit")) {
            const QJsonObject end = line.toObject();
            const QString signal = str(end, "signal");
            m_result.kind = signal.isEmpty() ? process::EndKind::Exited : process::EndKind::Killed;
            m_result.signal = signal.isEmpty() ? 0 : signalNumber(signal);
            m_result.exitCode = end.value(QLatin1StringView("code")).toInt();
            note(QStringLiteral("exit"));
            add(m_protocol.closed(m_result));
            return m_text;
        }
        renewIfAtRest();
    }
    return m_text;
}

void Replay::renewIfAtRest()
{
    const auto rest = m_renewed ? m_protocol.rest() : std::nullopt;
    if (!rest)
        return;
    m_protocol = claude::ClaudeProtocol();
    m_protocol.goOnFrom(*rest);
    ++m_renewals;
}

void Replay::add(const provider::Events &events)
{
    for (const provider::Event &event : events) {
        if (const auto *asked = std::get_if<provider::ApprovalAsked>(&event))
            m_approvals.insert(asked->approval.id, asked->approval);
        if (const auto *asked = std::get_if<provider::QuestionAsked>(&event))
            m_questions.insert(asked->question.id, asked->question);
        m_text << eventText(event);
    }
}

void Replay::read(QJsonValue line)
{
    if (line.isString()) {
        add(m_protocol.feed(line.toString().toUtf8()));
        return;
    }
    QJsonObject object = line.toObject();
    if (str(object, "type") == QLatin1StringView("control_response")) {
        QJsonObject response = object.value(QLatin1StringView("response")).toObject();
        const QString id = str(response, "request_id");
        response.insert(QLatin1StringView("request_id"), m_ids.value(id, id));
        object.insert(QLatin1StringView("response"), response);
    }
    add(m_protocol.feed(QJsonDocument(object).toJson(QJsonDocument::Compact)));
}

void Replay::written(const QJsonValue &line)
{
    if (line.isNull()) {
        note(QStringLiteral("end of input"));
        m_result.stopRequested = true;
        return;
    }
    const QJsonObject object = line.toObject();
    const QString type = str(object, "type");
    if (type == QLatin1StringView("user"))
        command(prompt(object, QStringLiteral("prompt-%1").arg(++m_prompts)));
    else if (type == QLatin1StringView("control_request"))
        writtenRequest(object);
    else if (type == QLatin1StringView("control_response"))
        writtenAnswer(object.value(QLatin1StringView("response")).toObject());
    else
        note(QStringLiteral("wrote something else"));
}

void Replay::writtenRequest(const QJsonObject &line)
{
    const QString id = str(line, "request_id");
    const QJsonObject request = line.value(QLatin1StringView("request")).toObject();
    const QString subtype = str(request, "subtype");
    if (subtype == QLatin1StringView("initialize"))
        wrote(m_protocol.open(), id);
    else if (subtype == QLatin1StringView("interrupt"))
        command(provider::Interrupt{}, id);
    else if (subtype == QLatin1StringView("set_permission_mode"))
        command(provider::SetMode{str(request, "mode")}, id);
    else if (subtype == QLatin1StringView("set_model"))
        command(provider::SetModel{str(request, "model")}, id);
    else if (subtype == QLatin1StringView("apply_flag_settings"))
        command(
            provider::SetEffort{str(request.value(QLatin1StringView("settings")).toObject(), "effortLevel")},
            id);
    else
        note(QStringLiteral("requested ") + subtype);
}

void Replay::writtenAnswer(const QJsonObject &answer)
{
    const QString id = str(answer, "request_id");
    const QJsonObject response = answer.value(QLatin1StringView("response")).toObject();
    const bool allows = str(response, "behavior") == QLatin1StringView("allow");
    const QJsonObject input = response.value(QLatin1StringView("updatedInput")).toObject();
    if (!response.contains(QLatin1StringView("behavior"))) {
        note(QStringLiteral("answered otherwise"));
    } else if (m_questions.contains(id)) {
        if (allows)
            command(provider::AnswerQuestion{id, input.value(QLatin1StringView("answers")).toObject()});
        else
            command(provider::SkipQuestion{id, str(response, "message")});
    } else if (!allows) {
        const bool stop = response.value(QLatin1StringView("interrupt")).toBool();
        command(provider::DecideApproval{
            id, stop ? QStringLiteral("deny-stop") : QStringLiteral("deny"), str(response, "message"), {}});
    } else {
        provider::DecideApproval decision{id, QStringLiteral("allow"), {}, {}};
        const QJsonArray permissions = response.value(QLatin1StringView("updatedPermissions")).toArray();
        if (m_approvals.value(id).kind == model::ApprovalKind::Plan)
            decision.optionId
                = str(permissions.first().toObject(), "mode") == QLatin1StringView("acceptEdits")
                ? QStringLiteral("allow-accept-edits")
                : QStringLiteral("allow-ask");
        else if (!permissions.isEmpty())
            decision.optionId = QStringLiteral("always-1");
        if (input != m_approvals.value(id).input)
            decision.updatedInput = input;
        command(decision);
    }
}

void Replay::command(const provider::Command &command, const QString &recordedId)
{
    const auto lines = m_protocol.encode(command);
    if (lines)
        wrote(*lines, recordedId);
    else
        m_text << QStringLiteral("! ") + lines.error().message;
}

void Replay::wrote(const QList<QByteArray> &lines, const QString &recordedId)
{
    for (const QByteArray &line : lines) {
        m_text << QStringLiteral("> ") + QString::fromUtf8(line);
        const QString own = str(QJsonDocument::fromJson(line).object(), "request_id");
        if (!recordedId.isEmpty() && !own.isEmpty())
            m_ids.insert(recordedId, own);
    }
}
