#pragma once

#include "core/model/toolcall.h"

#include <QJsonObject>
#include <QList>

#include <optional>

namespace acp {

//! A change of a file as an agent tells it: as two texts, whole or only the part that it looked at.
struct FileChange
{
    QString path;
    QString before; //!< empty for a new file
    QString after;

    //! True if this says less of the same change than `other` does.
    bool isPartOf(const FileChange &other) const;
    bool operator==(const FileChange &) const = default;
};

//! The changes among a tool call's content.
QList<FileChange> fileChanges(const QJsonArray &content);
QList<model::FileDiff> fileDiffs(const QList<FileChange> &changes);

//! The texts among a tool call's content, without the fence that some put around them.
QString contentTexts(const QJsonArray &content);

//! What a tool gave, from its content, else from its rawOutput, of which each agent has its own form.
QString outputText(const QJsonObject &toolCall);
std::optional<int> exitCode(const QJsonObject &toolCall);

model::ToolKind toolKind(const QString &acpKind);

//! What the tool is called: by the agent, where it says so, else by what it does.
QString toolName(const QJsonObject &toolCall);

//! One line that says what the call is about, with the file's name where the title leaves it out.
QString toolTitle(const QJsonObject &toolCall);

} // namespace acp
