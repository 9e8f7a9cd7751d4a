#pragma once

#include "core/base/ids.h"

#include <QList>

#include <chrono>
#include <optional>

namespace tray {

//! How long a crashed server waits before it is started again, and when that ends. Pure.
class CrashPolicy
{
public:
    static constexpr std::chrono::milliseconds FirstDelay{1'000}; //!< twice as long after each
    static constexpr std::chrono::milliseconds Window{60'000};
    static constexpr int MostCrashes = 3; //!< within the window: give up

    //! It crashed; nullopt: do not start it again.
    std::optional<std::chrono::milliseconds> crashed(base::Timestamp now);
    //! A person starts it: as if it had never crashed.
    void reset() { m_crashes.clear(); }

private:
    QList<base::Timestamp> m_crashes; //!< of the last window
};

} // namespace tray
