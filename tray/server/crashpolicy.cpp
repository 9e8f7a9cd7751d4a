#include "tray/server/crashpolicy.h"

namespace tray {

std::optional<std::chrono::milliseconds> CrashPolicy::crashed(base::Timestamp now)
{
    m_crashes.removeIf([now](base::Timestamp time) { return now - time >= Window.count(); });
    m_crashes.append(now);
    if (m_crashes.size() >= MostCrashes)
        return std::nullopt;
    return FirstDelay * (1 << (m_crashes.size() - 1));
}

} // namespace tray
