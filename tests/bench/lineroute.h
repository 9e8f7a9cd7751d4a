#pragma once

#include "core/process/launchplan.h"
#include "core/process/processresult.h"

#include <QByteArray>

#include <functional>

//! One of the ways on which a program's lines come to who has started it.
class LineRoute
{
public:
    using Sink = std::function<void(const QByteArray &line)>;

    LineRoute() = default;
    virtual ~LineRoute() = default;
    LineRoute(const LineRoute &) = delete;
    LineRoute &operator=(const LineRoute &) = delete;

    //! Starts the program, gives every line of it, and returns when it has ended.
    virtual void run(const process::LaunchPlan &plan, const Sink &sink) = 0;

protected:
    //! A figure of a run that went wrong is none: ends this program.
    static void expectGoodEnd(const process::ProcessResult &result);
};
