#pragma once

#include <QObject>
#include <QSet>
#include <QTimer>

#include <chrono>
#include <functional>

namespace push {

//! Calls back for a key at once, and then at most once per interval for as long as it goes on being asked
//! for. The last request is always answered.
template <typename Key>
class Throttle
{
public:
    Throttle(std::chrono::milliseconds interval, std::function<void(const Key &)> callback)
        : m_callback(std::move(callback))
    {
        m_timer.setInterval(interval);
        QObject::connect(&m_timer, &QTimer::timeout, &m_timer, [this] { tick(); });
    }

    void request(const Key &key)
    {
        if (m_recent.contains(key)) {
            m_due.insert(key);
            return;
        }
        m_recent.insert(key);
        if (!m_timer.isActive())
            m_timer.start();
        m_callback(key);
    }

    void forget(const Key &key)
    {
        m_due.remove(key);
        m_recent.remove(key);
    }

private:
    void tick()
    {
        const QSet<Key> due = std::exchange(m_due, {});
        m_recent = due;
        if (due.isEmpty())
            m_timer.stop();
        for (const Key &key : due)
            m_callback(key);
    }

    std::function<void(const Key &)> m_callback;
    QTimer m_timer;
    QSet<Key> m_due;
    QSet<Key> m_recent; //!< called back since the last tick
};

} // namespace push
