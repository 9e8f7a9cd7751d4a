#pragma once

#include "core/base/ids.h"

namespace base {

//! Where code that stamps or waits gets the time from, so that a test can hold it still.
class Clock
{
public:
    virtual ~Clock() = default;
    virtual Timestamp now() const = 0;
};

class SystemClock final : public Clock
{
public:
    Timestamp now() const override;
};

} // namespace base
