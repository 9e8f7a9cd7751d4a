#pragma once

#include "tray/model/overview.h"

#include <QList>

#include <chrono>
#include <optional>

namespace tray {

//! What the tunnel was like over the last hour. Pure.
class TunnelHistory
{
public:
    static constexpr std::chrono::milliseconds Span{3'600'000};
    //! Samples that come faster and say the same are one.
    static constexpr std::chrono::milliseconds Interval{4'000};

    enum class Link {
        Unknown, //!< no server was there to ask, or no tunnel was wanted
        Down,
        Up,
    };

    struct Sample
    {
        base::Timestamp at = 0;
        Link link = Link::Unknown; //!< from then on
        std::optional<double> roundTripMs;
    };

    void take(const Overview &overview, base::Timestamp now);

    //! Oldest first.
    const QList<Sample> &samples() const { return m_samples; }
    //! How often it was lost.
    int outages() const;
    //! How long it was down, of the span that ends now.
    std::chrono::milliseconds downTime(base::Timestamp now) const;

private:
    QList<Sample> m_samples;
};

} // namespace tray
