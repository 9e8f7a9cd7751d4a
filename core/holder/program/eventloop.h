#pragma once

#include "core/process/filedescriptor.h"

#include <chrono>
#include <cstdint>
#include <functional>
#include <map>

namespace holder {

//! Waits for descriptors (epoll) and for points in time. Single-threaded; callbacks may add and remove
//! anything.
class EventLoop
{
public:
    using Clock = std::chrono::steady_clock;
    using Ready = std::function<void(std::uint32_t events)>;
    using TimerId = std::uint64_t;

    EventLoop();

    //! `events` are those of epoll_ctl(2).
    void watch(int fd, std::uint32_t events, Ready ready);
    void change(int fd, std::uint32_t events);
    void forget(int fd);

    TimerId after(std::chrono::milliseconds delay, std::function<void()> due);
    void cancel(TimerId timer);

    //! Until quit().
    void run();
    void quit() { m_quit = true; }

private:
    struct Timer
    {
        Clock::time_point at;
        std::function<void()> due;
    };

    int waitMilliseconds() const;
    void runTimers();

    process::FileDescriptor m_epoll;
    std::map<int, Ready> m_ready;
    std::map<TimerId, Timer> m_timers;
    TimerId m_lastTimer = 0;
    bool m_quit = false;
};

} // namespace holder
