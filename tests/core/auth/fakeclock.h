#pragma once

#include "core/base/clock.h"

//! Stands still until it is moved.
class FakeClock final : public base::Clock
{
public:
    base::Timestamp now() const override { return time; }

    base::Timestamp time = 1'700'000'000'000;
};
