#pragma once

#include "core/holder/holdertransport.h"
#include "lineroute.h"

//! Through a holder, as the server does: what was read is released from time to time, as at the end of a
//! turn.
class HolderRoute final : public LineRoute
{
public:
    static constexpr qint64 ReleaseBytes = qint64{16} * 1024 * 1024;

    //! Holders have their folders in `directory`.
    explicit HolderRoute(QString directory);

    void run(const process::LaunchPlan &plan, const Sink &sink) override;

private:
    const QString m_directory;
    holder::HolderSettings m_settings;
};
