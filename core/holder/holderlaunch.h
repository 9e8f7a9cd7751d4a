#pragma once

#include "core/holder/holdertransport.h"

#include <functional>

namespace holder {

//! A side of a terminal as the wire has it.
std::uint16_t terminalSide(int length);

//! What a holder is told to start. `mark` is put into the environment (see process::ProcessTree).
Launch launchOf(const process::LaunchPlan &plan, const HolderSettings &settings, const QByteArray &mark);

//! Starts the holder's program for `folder` with its listening socket. `failed` says why that was not
//! possible, never from inside the call and not after `context` is gone; all else shows on the socket.
void startHolder(const QString &program, const HolderFolder &folder, const process::FileDescriptor &listener,
    QObject *context, const std::function<void(const QString &problem)> &failed);

} // namespace holder
