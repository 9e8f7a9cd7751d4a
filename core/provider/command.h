#pragma once

#include <QJsonObject>
#include <QList>
#include <QString>

#include <optional>
#include <variant>

//! What a person wants of a CLI. A Protocol makes lines of Commands.
namespace provider {

//! A file that goes with a prompt; today an image of the machine's disk, already read.
struct Attachment
{
    QString mediaType;
    QByteArray data;
};

struct SendPrompt
{
    QString id; //!< a UUID of ours; PromptProgressed names it
    QString text;
    QList<Attachment> attachments;
};

struct DecideApproval
{
    QString approvalId;
    QString optionId;
    QString message;
    std::optional<QJsonObject> updatedInput;
};

struct AnswerQuestion
{
    QString questionId;
    QJsonObject answers; //!< item id → label, list of labels, or own words
};

//! The person does not want to answer.
struct SkipQuestion
{
    QString questionId;
    QString message;
};

struct Interrupt
{
};

struct SetMode
{
    QString mode;
};

struct SetModel
{
    QString model;
};

struct SetEffort
{
    QString effort;
};

using Command = std::variant<SendPrompt, DecideApproval, AnswerQuestion, SkipQuestion, Interrupt, SetMode,
    SetModel, SetEffort>;

} // namespace provider
