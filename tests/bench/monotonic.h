#pragma once

#include <ctime>

//! Nanoseconds of CLOCK_MONOTONIC, which every process of a machine reads alike (Node.js: process.hrtime).
inline long long monotonicNanoseconds()
{
    constexpr long long PerSecond = 1'000'000'000;
    timespec now{};
    ::clock_gettime(CLOCK_MONOTONIC, &now);
    return now.tv_sec * PerSecond + now.tv_nsec;
}
