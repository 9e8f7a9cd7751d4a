#include "core/holder/program/eventloop.h"

#include <algorithm>
#include <array>
#include <cerrno>

#include <sys/epoll.h>

namespace holder {

EventLoop::EventLoop()
    : m_epoll(::epoll_create1(EPOLL_CLOEXEC))
{
}

void EventLoop::watch(int fd, std::uint32_t events, Ready ready)
{
    m_ready[fd] = std::move(ready);
    epoll_event event{};
    event.events = events;
    event.data.fd = fd;
    ::epoll_ctl(m_epoll.get(), EPOLL_CTL_ADD, fd, &event);
}

void EventLoop::change(int fd, std::uint32_t events)
{
    epoll_event event{};
    event.events = events;
    event.data.fd = fd;
    ::epoll_ctl(m_epoll.get(), EPOLL_CTL_MOD, fd, &event);
}

void EventLoop::forget(int fd)
{
    if (m_ready.erase(fd) > 0)
        ::epoll_ctl(m_epoll.get(), EPOLL_CTL_DEL, fd, nullptr);
}

EventLoop::TimerId EventLoop::after(std::chrono::milliseconds delay, std::function<void()> due)
{
    m_timers[++m_lastTimer] = {Clock::now() + delay, std::move(due)};
    return m_lastTimer;
}

void EventLoop::cancel(TimerId timer)
{
    m_timers.erase(timer);
}

int EventLoop::waitMilliseconds() const
{
    if (m_timers.empty())
        return -1;
    const auto first = std::min_element(m_timers.begin(), m_timers.end(),
        [](const auto &a, const auto &b) { return a.second.at < b.second.at; });
    const auto left = std::chrono::ceil<std::chrono::milliseconds>(first->second.at - Clock::now());
    return static_cast<int>(std::max<std::int64_t>(0, left.count()));
}

void EventLoop::runTimers()
{
    const Clock::time_point now = Clock::now();
    for (;;) {
        const auto due = std::find_if(
            m_timers.begin(), m_timers.end(), [now](const auto &timer) { return timer.second.at <= now; });
        if (due == m_timers.end())
            return;
        const auto call = std::move(due->second.due);
        m_timers.erase(due);
        call();
    }
}

void EventLoop::run()
{
    constexpr int MaxEvents = 16;
    std::array<epoll_event, MaxEvents> events{};
    while (!m_quit) {
        const int count = ::epoll_wait(m_epoll.get(), events.data(), MaxEvents, waitMilliseconds());
        if (count < 0 && errno != EINTR)
            return;
        for (int i = 0; i < count && !m_quit; ++i) {
            const auto ready = m_ready.find(events[static_cast<std::size_t>(i)].data.fd);
            if (ready == m_ready.end())
                continue; // forgotten by a callback of this round
            const Ready call = ready->second; // it may forget itself
            call(events[static_cast<std::size_t>(i)].events);
        }
        runTimers();
    }
}

} // namespace holder
