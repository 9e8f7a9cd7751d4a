#include "core/auth/loginrate.h"

namespace auth {

LoginRate::LoginRate(const base::Clock &clock)
    : m_clock(clock)
{
}

std::optional<std::chrono::seconds> LoginRate::wait(const QHostAddress &address) const
{
    const QList<base::Timestamp> failures = m_failures.value(address);
    if (failures.size() < MaxFailures)
        return std::nullopt;
    const std::chrono::milliseconds passed(m_clock.now() - failures.first());
    if (passed >= Window)
        return std::nullopt;
    return std::chrono::ceil<std::chrono::seconds>(Window - passed);
}

void LoginRate::failed(const QHostAddress &address)
{
    if (!m_failures.contains(address))
        makeRoom();
    QList<base::Timestamp> &failures = m_failures[address];
    failures.append(m_clock.now());
    if (failures.size() > MaxFailures)
        failures.removeFirst();
}

void LoginRate::succeeded(const QHostAddress &address)
{
    m_failures.remove(address);
}

void LoginRate::makeRoom()
{
    if (m_failures.size() < MaxAddresses)
        return;
    const base::Timestamp now = m_clock.now();
    m_failures.removeIf(
        [now](const auto &entry) { return std::chrono::milliseconds(now - entry.value().last()) >= Window; });
    while (m_failures.size() >= MaxAddresses) {
        auto oldest = m_failures.begin();
        for (auto it = m_failures.begin(); it != m_failures.end(); ++it) {
            if (it.value().last() < oldest.value().last())
                oldest = it;
        }
        m_failures.erase(oldest);
    }
}

} // namespace auth
