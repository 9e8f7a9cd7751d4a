#pragma once

#include "core/provider/provider.h"

//! A CLI of the tests: each line it prints is one word that stands for Events, each Command becomes one line.
//!   ready | turn | text WORD | ask ID | gone ID | taken ID | end | interrupted | query WORD | count
//! It answers a query by itself, knows which asks are open, and says at `count` how many Commands it was
//! given, so that what it remembers can be seen.
class ScriptedProtocol : public provider::Protocol
{
public:
    QList<QByteArray> open() override { return {"open"}; }
    provider::Events feed(const QByteArray &line) override;
    base::Result<QList<QByteArray>> encode(const provider::Command &command) override;
    provider::Events closed(const process::ProcessResult &result) override;
    QList<QByteArray> takeReplies() override { return std::exchange(m_replies, {}); }
    std::optional<QJsonObject> rest() const override;
    void goOnFrom(const QJsonObject &rest) override;

private:
    QList<QByteArray> m_replies;
    QStringList m_asks;
    int m_given = 0;
    int m_counts = 0;
    bool m_turnOpen = false;
};

class ScriptedProvider : public provider::Provider
{
public:
    //! For as long as this one lives.
    std::shared_ptr<const provider::Provider> shared() const { return {std::shared_ptr<void>(), this}; }
    QString id() const override { return name; }
    QString displayName() const override { return QStringLiteral("Scripted"); }
    QStringList modes() const override { return {QStringLiteral("default"), QStringLiteral("plan")}; }
    QStringList efforts() const override { return {QStringLiteral("low"), QStringLiteral("high")}; }
    base::Result<void> check(const model::AgentConfig &config) const override;
    model::AgentConfig standingAlone(const model::AgentConfig &config) const override
    {
        model::AgentConfig alone = config;
        if (name.contains(QLatin1Char(':')))
            alone.flags.insert(QStringLiteral("alone"), name);
        return alone;
    }
    base::Result<process::LaunchPlan> plan(const provider::LaunchRequest &request) const override;
    std::unique_ptr<provider::Protocol> newProtocol(const provider::LaunchRequest &) const override

    {
        return std::make_unique<ScriptedProtocol>();
    }
    bool takesSessionId() const override { return true; }
    bool canResume(const QString &sessionId) const override { return resumable.contains(sessionId); }
    void purgeSession(const QString &sessionId) const override { purged.append(sessionId); }
    base::Result<QList<provider::HistoryEntry>> history(const QString &sessionId) const override;

    QString name = QStringLiteral("scripted");
    bool binaryMissing = false;
    QStringList resumable;
    mutable QStringList purged;
};
