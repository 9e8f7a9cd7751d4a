#pragma once

#include "core/base/ids.h"
#include "core/base/result.h"
#include "core/model/toolcall.h"

#include <QJsonObject>
#include <QList>

#include <optional>

namespace model {

enum class OptionKind { AllowOnce, AllowAlways, RejectOnce, RejectStop };

//! One way to answer an Approval, as the CLI offers it. Each suggested rule is an option of its own.
struct ApprovalOption
{
    QString id;
    QString label; //!< "Allow once", "Always allow Bash(make:*)", ...
    OptionKind kind = OptionKind::RejectOnce;
    QString detail; //!< what exactly is granted and for how long; may be empty
};

enum class ApprovalKind { Exec, Edit, Plan, Other };

enum class AskState {
    Waiting, //!< for a person, without limit
    Decided, //!< by a person
    Withdrawn, //!< by the CLI itself
    Void, //!< the process that asked is gone
};

//! Who decided what, when and from where.
struct Decision
{
    QString optionId; //!< of the approval; "answer" or "skip" for a Question
    QString label;
    QString message; //!< the words given with it
    QString by; //!< "you", or the name of the login
    QString from; //!< address of the browser
    base::Timestamp at = 0;
};

//! The CLI asks a person for leave. Waits, is withdrawn, or is decided once.
struct Approval
{
    QString id; //!< unique in the agent; the CLI's request id
    QString toolId; //!< the tool call it is about; may be empty
    QString toolName;
    ApprovalKind kind = ApprovalKind::Other;
    QString title; //!< "Run rm -rf build", one line
    QString detail; //!< reason, blocked path; for a plan its markdown
    QJsonObject input; //!< what the tool would be given; a person may change it
    bool inputEditable = false;
    QList<FileDiff> diffs; //!< what it would change in files, as far as the CLI tells
    QList<ApprovalOption> options;
    AskState state = AskState::Waiting;
    std::optional<Decision> decision;
};

struct QuestionOption
{
    QString label;
    QString description;
    QString preview; //!< may be empty
};

struct QuestionItem
{
    QString id; //!< key of its answer; for claude the question's text
    QString header;
    QString text;
    bool multiSelect = false;
    bool freeText = true; //!< own words are accepted
    QList<QuestionOption> options;
};

//! The CLI asks a person to choose or to say something.
struct Question
{
    QString id;
    QString toolId;
    QList<QuestionItem> items;
    AskState state = AskState::Waiting;
    QJsonObject answers; //!< item id → label, list of labels, or own words; set when decided
    std::optional<Decision> decision;
};

QJsonObject toJson(const Decision &decision);
QJsonObject toJson(const Approval &approval);
QJsonObject toJson(const Question &question);
base::Result<Approval> approvalFromJson(const QJsonObject &json);
base::Result<Question> questionFromJson(const QJsonObject &json);

} // namespace model
