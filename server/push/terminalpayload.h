#pragma once

#include "core/base/ids.h"
#include "core/base/result.h"
#include "server/socketio/namespace.h"

#include <optional>

namespace push {

//! Whose terminal, and which.
struct TerminalName
{
    base::AgentId agentId;
    QString terminalId;

    bool operator==(const TerminalName &) const = default;
};

inline size_t qHash(const TerminalName &name, size_t seed = 0)
{
    return qHashMulti(seed, name.agentId.toString(), name.terminalId);
}

//! What the events terminal:* carry, checked. InvalidArgument says what is wrong.
struct TerminalOpen
{
    TerminalName name;
    int columns = 80;
    int rows = 24;
    QString initialCommand;
    bool binary = false; //!< the client takes bytes, not text
};

struct TerminalInput
{
    //! A paste; more must come in more events.
    static constexpr qsizetype MaxBytes = qsizetype{1024} * 1024;

    TerminalName name;
    QByteArray bytes;
};

struct TerminalResize
{
    TerminalName name;
    int columns = 80;
    int rows = 24;
};

base::Result<TerminalOpen> terminalOpenFrom(const socketio::Arguments &arguments);
base::Result<TerminalInput> terminalInputFrom(const socketio::Arguments &arguments);
base::Result<TerminalResize> terminalResizeFrom(const socketio::Arguments &arguments);
//! Also the original's, an agent's id alone.
base::Result<TerminalName> terminalNameFrom(const socketio::Arguments &arguments);

} // namespace push
