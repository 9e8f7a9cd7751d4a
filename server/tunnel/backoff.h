#pragma once

#include <chrono>
#include <functional>

namespace uplink {

//! How long a lost tunnel waits before it is tried again.
struct BackoffPolicy
{
    std::chrono::milliseconds first{5'000};
    std::chrono::milliseconds most{60'000};
    double growth = 1.5;
    double jitter = 0.2; //!< that part more or less, so that a relay's machines do not all come at once
    //! A connection that lasted so long ends a series of failures.
    std::chrono::milliseconds healthy{30'000};
    //! After another machine took the name: twice as long each time, so that two machines of one name do not
    //! throw each other out for ever.
    std::chrono::milliseconds replacedFirst{60'000};
    std::chrono::milliseconds replacedMost{3'600'000};
};

//! The delays of one series of failures after the other. Pure.
class Backoff
{
public:
    using Random = std::function<double()>;

    //! `random` gives numbers from 0 to 1, 1 not included.
    Backoff(const BackoffPolicy &policy, Random random);

    //! Before the next try, after a connection that lasted so long; zero if there was none.
    std::chrono::milliseconds afterLoss(std::chrono::milliseconds lasted);
    //! Before the next try, after the relay told of another machine of this name.
    std::chrono::milliseconds afterReplacement();
    //! A person asked for the connection: as at the start.
    void reset();

private:
    BackoffPolicy m_policy;
    Random m_random;
    int m_losses = 0;
    int m_replacements = 0;
};

} // namespace uplink
