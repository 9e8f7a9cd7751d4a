#include "core/model/approval.h"

#include "core/model/jsonfields.h"
#include "core/model/readers.h"

namespace model {

namespace {

constexpr base::EnumNames<OptionKind, 4> OptionKindNames{{
    {OptionKind::AllowOnce, "allow_once"},
    {OptionKind::AllowAlways, "allow_always"},
    {OptionKind::RejectOnce, "reject_once"},
    {OptionKind::RejectStop, "reject_stop"},
}};

constexpr base::EnumNames<ApprovalKind, 4> ApprovalKindNames{{
    {ApprovalKind::Exec, "exec"},
    {ApprovalKind::Edit, "edit"},
    {ApprovalKind::Plan, "plan"},
    {ApprovalKind::Other, "other"},
}};

constexpr base::EnumNames<AskState, 4> AskStateNames{{
    {AskState::Waiting, "waiting"},
    {AskState::Decided, "decided"},
    {AskState::Withdrawn, "withdrawn"},
    {AskState::Void, "void"},
}};

QJsonObject optionToJson(const ApprovalOption &option)
{
    QJsonObject json{
        {QStringLiteral("id"), option.id},
        {QStringLiteral("label"), option.label},
        {QStringLiteral("kind"), base::enumToName(OptionKindNames, option.kind)},
    };
    insertUnlessEmpty(json, QLatin1String("detail"), option.detail);
    return json;
}

ApprovalOption readOption(base::JsonReader &reader)
{
    ApprovalOption option;
    option.id = reader.string("id");
    option.label = reader.string("label");
    option.kind = reader.enumeration("kind", OptionKindNames);
    option.detail = reader.optionalString("detail").value_or(QString());
    return option;
}

Decision readDecision(base::JsonReader &reader)
{
    Decision decision;
    decision.optionId = reader.string("optionId");
    decision.label = reader.string("label");
    decision.message = reader.optionalString("message").value_or(QString());
    decision.by = reader.string("by");
    decision.from = reader.string("from");
    decision.at = reader.integer("at");
    return decision;
}

QJsonObject questionOptionToJson(const QuestionOption &option)
{
    QJsonObject json{
        {QStringLiteral("label"), option.label},
        {QStringLiteral("description"), option.description},
    };
    insertUnlessEmpty(json, QLatin1String("preview"), option.preview);
    return json;
}

QuestionOption readQuestionOption(base::JsonReader &reader)
{
    QuestionOption option;
    option.label = reader.string("label");
    option.description = reader.string("description");
    option.preview = reader.optionalString("preview").value_or(QString());
    return option;
}

QJsonObject itemToJson(const QuestionItem &item)
{
    return {
        {QStringLiteral("id"), item.id},
        {QStringLiteral("header"), item.header},
        {QStringLiteral("text"), item.text},
        {QStringLiteral("multiSelect"), item.multiSelect},
        {QStringLiteral("freeText"), item.freeText},
        {QStringLiteral("options"), toJsonArray(item.options, questionOptionToJson)},
    };
}

QuestionItem readItem(base::JsonReader &reader)
{
    QuestionItem item;
    item.id = reader.string("id");
    item.header = reader.string("header");
    item.text = reader.string("text");
    item.multiSelect = reader.boolean("multiSelect");
    item.freeText = reader.boolean("freeText");
    item.options = readList(reader, "options", readQuestionOption);
    return item;
}

} // namespace

QJsonObject toJson(const Decision &decision)
{
    QJsonObject json{
        {QStringLiteral("optionId"), decision.optionId},
        {QStringLiteral("label"), decision.label},
        {QStringLiteral("by"), decision.by},
        {QStringLiteral("from"), decision.from},
        {QStringLiteral("at"), static_cast<qint64>(decision.at)},
    };
    insertUnlessEmpty(json, QLatin1String("message"), decision.message);
    return json;
}

QJsonObject toJson(const Approval &approval)
{
    QJsonObject json{
        {QStringLiteral("id"), approval.id},
        {QStringLiteral("toolName"), approval.toolName},
        {QStringLiteral("kind"), base::enumToName(ApprovalKindNames, approval.kind)},
        {QStringLiteral("title"), approval.title},
        {QStringLiteral("input"), approval.input},
        {QStringLiteral("inputEditable"), approval.inputEditable},
        {QStringLiteral("state"), base::enumToName(AskStateNames, approval.state)},
        {QStringLiteral("options"), toJsonArray(approval.options, optionToJson)},
    };
    insertUnlessEmpty(json, QLatin1String("toolId"), approval.toolId);
    insertUnlessEmpty(json, QLatin1String("detail"), approval.detail);
    if (!approval.diffs.isEmpty()) {
        QJsonArray diffs;
        for (const FileDiff &diff : approval.diffs)
            diffs.append(toJson(diff));
        json.insert(QLatin1String("diffs"), diffs);
    }
    if (approval.decision)
        json.insert(QLatin1String("decision"), toJson(*approval.decision));
    return json;
}

QJsonObject toJson(const Question &question)
{
    QJsonObject json{
        {QStringLiteral("id"), question.id},
        {QStringLiteral("state"), base::enumToName(AskStateNames, question.state)},
        {QStringLiteral("items"), toJsonArray(question.items, itemToJson)},
    };
    insertUnlessEmpty(json, QLatin1String("toolId"), question.toolId);
    if (!question.answers.isEmpty())
        json.insert(QLatin1String("answers"), question.answers);
    if (question.decision)
        json.insert(QLatin1String("decision"), toJson(*question.decision));
    return json;
}

Approval readApproval(base::JsonReader &reader)
{
    Approval approval;
    approval.id = reader.string("id");
    approval.toolId = reader.optionalString("toolId").value_or(QString());
    approval.toolName = reader.string("toolName");
    approval.kind = reader.enumeration("kind", ApprovalKindNames);
    approval.title = reader.string("title");
    approval.detail = reader.optionalString("detail").value_or(QString());
    approval.input = reader.object("input");
    approval.inputEditable = reader.boolean("inputEditable");
    if (reader.optionalArray("diffs"))
        approval.diffs = readList(reader, "diffs", readFileDiff);
    approval.state = reader.enumeration("state", AskStateNames);
    approval.options = readList(reader, "options", readOption);
    approval.decision = readOptionalNested(reader, "decision", readDecision);
    return approval;
}

Question readQuestion(base::JsonReader &reader)
{
    Question question;
    question.id = reader.string("id");
    question.toolId = reader.optionalString("toolId").value_or(QString());
    question.state = reader.enumeration("state", AskStateNames);
    question.items = readList(reader, "items", readItem);
    question.answers = reader.optionalObject("answers").value_or(QJsonObject());
    question.decision = readOptionalNested(reader, "decision", readDecision);
    return question;
}

base::Result<Approval> approvalFromJson(const QJsonObject &json)
{
    return readWhole(json, readApproval);
}

base::Result<Question> questionFromJson(const QJsonObject &json)
{
    return readWhole(json, readQuestion);
}

} // namespace model
