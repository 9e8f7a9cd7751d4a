#pragma once

#include <QJsonObject>
#include <QString>

namespace claude {

//! The plan that the model writes into a file of claude's before it asks for approval. Newer versions tell
//! the plan in the ask; older ones ask with nothing but the file.
class PlanDraft
{
public:
    PlanDraft() = default;
    explicit PlanDraft(QString markdown)
        : m_markdown(std::move(markdown))
    {
    }

    //! A tool call; those that write a plan file are noted.
    void toolBegan(const QString &toolName, const QJsonObject &input);
    //! The plan, or where it is when only changes to it were seen; empty if none was written.
    const QString &markdown() const { return m_markdown; }

private:
    QString m_markdown;
};

} // namespace claude
