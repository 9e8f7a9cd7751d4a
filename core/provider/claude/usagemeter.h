#pragma once

#include "core/provider/event.h"

#include <QJsonObject>

#include <optional>

namespace claude {

//! Cost, tokens and the fill of the context window. Cost and modelUsage are running totals of the session:
//! the latest counts, nothing is added up. The context is what the conversation's last message read and
//! wrote.
class UsageMeter
{
public:
    void setModel(const QString &model) { m_model = model; }
    //! `usage` of a message of the conversation itself (not of a subagent), whole or as it begins.
    void messageUsage(const QJsonObject &usage);
    //! `usage` of a message_delta; tells the context if its size is known.
    std::optional<provider::Event> messageDelta(const QJsonObject &usage);
    //! After /compact and /clear.
    void setContextUsed(qint64 tokens);
    //! A result line. Nothing if it tells nothing (a start that failed).
    std::optional<provider::Event> result(const QJsonObject &line);

    QJsonObject rest() const;
    void goOnFrom(const QJsonObject &rest);

private:
    std::optional<model::ContextWindow> context() const;

    QString m_model;
    qint64 m_read = 0;
    qint64 m_written = 0;
    qint64 m_contextSize = 0; //!< 0: not known yet
    bool m_used = false;
};

} // namespace claude
