#pragma once

#include "lineroute.h"

//! posix_spawn and a blocking read of a pipe: what nobody can be faster than.
class SpawnRoute final : public LineRoute
{
public:
    void run(const process::LaunchPlan &plan, const Sink &sink) override;
};
