#pragma once

#include "lineroute.h"

//! Over a pipe into the event loop: what the server would do if its agents were to end with it.
class PipeRoute final : public LineRoute
{
public:
    void run(const process::LaunchPlan &plan, const Sink &sink) override;
};
