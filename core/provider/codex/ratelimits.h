#pragma once

#include "core/provider/event.h"

#include <QJsonObject>
#include <QMap>

namespace codex {

//! The limits of the account as codex reports them with every request; says once when one is nearly used up
//! or reached, and again only after it was free in between.
class RateLimits
{
public:
    static constexpr double NearPercent = 90;

    //! `rateLimits` of account/rateLimits/updated. A window that is null is unchanged.
    provider::Events updated(const QJsonObject &limits);
    //! When the fullest limit resets ("2026-11-22 18:00 UTC"); empty if that is not known.
    QString reset() const;

    bool isEmpty() const { return m_windows.isEmpty(); }
    QJsonObject rest() const;
    void goOnFrom(const QJsonObject &rest);

private:
    enum Level { Free, Near, Reached };

    struct Window
    {
        int level = Free;
        double usedPercent = 0;
        qint64 resetsAt = 0; //!< seconds since 1970; 0 is unknown
    };

    void windowUpdated(const QString &name, const QJsonObject &json, provider::Events &events);

    QMap<QString, Window> m_windows; //!< by limit and window
    bool m_creditsGone = false;
};

} // namespace codex
