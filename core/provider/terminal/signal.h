#pragma once

#include <QString>

#include <variant>

//! What a program tells its terminal besides what is to be shown.
namespace terminal {

//! What a program says it does (OSC 7501).
enum class ProgramState { Idle, Working, Blocked, Done, Clear };

struct StatusReported
{
    ProgramState state = ProgramState::Idle;
    QString app; //!< "claude-code", "codex"; may be empty
    QString kind; //!< what it is blocked by: "permission", "question"; may be empty
    QString message;
};

//! The program asks whether anyone understands OSC 7501, and speaks it only if it is answered.
struct StatusAsked
{
};

//! OSC 9 (iTerm2), OSC 777;notify (rxvt) and OSC 99 have the same purpose; the first two are read.
struct Notified
{
    QString title; //!< may be empty
    QString text;
};

enum class Progress { None, Normal, Error, Indeterminate, Paused };

//! OSC 9;4 (ConEmu).
struct ProgressReported
{
    Progress progress = Progress::None;
};

//! OSC 0 and OSC 2.
struct TitleChanged
{
    QString title;
};

struct BellRung
{
};

//! DECSET 2004: whether what is pasted must be marked as such.
struct PasteModeChanged
{
    bool bracketed = false;
};

using Signal = std::variant<StatusReported, StatusAsked, Notified, ProgressReported, TitleChanged, BellRung,
    PasteModeChanged>;

} // namespace terminal
