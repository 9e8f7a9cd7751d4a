#pragma once

#include "core/provider/provider.h"

//! A CLI of the tests: each line it prints is one word that stands for Events, each Command becomes one line.
//!   ready | turn | text WORD | ask ID | gone ID | taken ID | end | interrupted | fail | tool ID | done ID
class ScriptedProtocol : public provider::Protocol
{
public:
    QList<QByteArray> open() override { return {"open"}; }
    provider::Events feed(const QByteArray &line) override;
    base::Result<QList<QByteArray>> encode(const provider::Command &command) override;
    provider::Events closed(const process::ProcessResult &result) override;
};

class ScriptedProvider : public provider::Provider
{
public:
    QString id() const override { return QStringLiteral("scripted"); }
    QString displayName() const override { return QStringLiteral("Scripted"); }
    QStringList modes() const override { return {QStringLiteral("default"), QStringLiteral("plan")}; }
    QStringList efforts() const override { return {QStringLiteral("low"), QStringLiteral("high")}; }
    base::Result<void> check(const model::AgentConfig &config) const override;
    base::Result<process::LaunchPlan> plan(const provider::LaunchRequest &request) const override;
    std::unique_ptr<provider::Protocol> newProtocol(const provider::LaunchRequest &) const override

    {
        return std::make_unique<ScriptedProtocol>();
    }
    bool takesSessionId() const override { return true; }
    bool canResume(const QString &sessionId) const override { return resumable.contains(sessionId); }
    void purgeSession(const QString &sessionId) const override { purged.append(sessionId); }
    base::Result<QList<provider::HistoryEntry>> history(const QString &sessionId) const override;

    bool binaryMissing = false;
    QStringList resumable;
    mutable QStringList purged;
};
