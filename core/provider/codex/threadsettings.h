#pragma once

#include "core/provider/codex/threadrequest.h"
#include "core/provider/event.h"

#include <QJsonObject>

#include <optional>

namespace codex {

//! How the thread is set, as codex said last; and what of a request is still to be set.
class ThreadSettings
{
public:
    //! The answer to thread/start, thread/resume or thread/fork.
    void opened(const QJsonObject &answer);
    //! `threadSettings` of thread/settings/updated; tells what is new to us.
    std::optional<provider::SettingsReported> updated(const QJsonObject &settings);

    //! Params of thread/settings/update, without the thread, for what thread/start cannot say or what was
    //! chosen while it was on its way; empty if everything is as requested.
    QJsonObject missing(const ThreadRequest &request) const;
    //! These params were sent; the answer to them may still be on its way when the next are made.
    void asked(const QJsonObject &params);
    //! Params that set the mode.
    QJsonObject forMode(const ModePolicy &policy, const QStringList &writableRoots) const;

    const QString &model() const { return m_model; }
    const QString &mode() const { return m_mode; }
    const QString &effort() const { return m_effort; }
    //! What codex itself chose, or was told, when the thread was opened.
    const QString &firstModel() const { return m_firstModel; }

    QJsonObject rest() const;
    void goOnFrom(const QJsonObject &rest);

private:
    QString m_model;
    QString m_mode;
    QString m_effort;
    QString m_firstModel;
    bool m_plan = false;
    QString m_askedModel; //!< the same as it will be when codex has done all that it was asked
    QString m_askedEffort;
    bool m_askedPlan = false;
};

} // namespace codex
