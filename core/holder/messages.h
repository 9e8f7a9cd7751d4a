#pragma once

#include "core/holder/frame.h"

#include <compare>
#include <cstdint>
#include <string>
#include <variant>
#include <vector>

namespace holder {

//! Of this file's messages; a holder says it in each Status. A higher one may add messages and fields, and
//! changes none.
constexpr std::uint64_t ProtocolVersion = 1;

// Server to holder

//! What to start; once, as the first message.
struct Launch
{
    std::string program;
    std::vector<std::string> arguments; //!< without the program
    std::string directory;
    std::vector<std::string> environment; //!< "NAME=value"
    bool terminal = false; //!< on a PTY instead of three pipes
    std::uint16_t columns = 80;
    std::uint16_t rows = 24;
    std::uint64_t spoolLimit = 0; //!< bytes that may wait to be taken over; 0: no limit but the disk's
};

//! Where in the conversation an input has its place: after how many bytes of output, after which Record of
//! the journal, the how manieth of these. It only ever rises, so a holder knows what it has had already. All
//! zero: not numbered, taken each time (what a person types into a terminal).
struct InputPlace
{
    std::uint64_t offset = 0;
    std::uint64_t record = 0;
    std::uint64_t index = 0;

    auto operator<=>(const InputPlace &) const = default;
};

struct Input
{
    InputPlace place;
    std::string bytes;
};

struct Resize
{
    std::uint16_t columns = 0;
    std::uint16_t rows = 0;
};

//! The ladder: `farewell` is written to the child and its input closed (a terminal hangs up instead); after
//! `terminateAfterMs` SIGTERM to its group; after `killAfterMs` more SIGKILL to all that came from it.
struct Stop
{
    std::string farewell;
    std::uint64_t terminateAfterMs = 3000;
    std::uint64_t killAfterMs = 5000;
};

//! The output before `offset` will not be asked for again.
struct Release
{
    std::uint64_t offset = 0;
};

//! All was taken over: a holder whose child is gone may end.
struct Dismiss
{
};

// Holder to server

enum class Phase : std::uint8_t {
    Waiting, //!< for Launch
    Running,
    Failed, //!< the child could not be started: see error
    Ended, //!< the child and all that came from it are gone, its output is whole
};

//! All that is true now. The first message on each connection, and again whenever something but the output's
//! length changes.
struct Status
{
    std::uint64_t version = ProtocolVersion;
    std::string program; //!< version of the holder's program
    Phase phase = Phase::Waiting;
    std::uint64_t holderPid = 0;
    std::uint64_t childPid = 0;
    std::uint64_t outputEnd = 0; //!< bytes of output that are in the spool
    InputPlace lastInput;
    bool stopRequested = false;
    std::uint64_t exitCode = 0;
    std::uint64_t signal = 0; //!< 0: it exited
    std::uint64_t left = 0; //!< processes that a SIGKILL did not end (they hang in the kernel)
    std::string error; //!< why it could not be started
    std::string stalled; //!< why no output is read from the child; empty: it is
};

struct Grew
{
    std::uint64_t outputEnd = 0;
};

using Message = std::variant<Launch, Input, Resize, Stop, Release, Dismiss, Status, Grew>;

std::string encode(const Message &message);
//! nullopt: of an unknown type, to be passed over.
std::optional<Message> decode(const Frame &frame);

} // namespace holder
