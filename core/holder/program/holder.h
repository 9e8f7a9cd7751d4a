#pragma once

#include "core/holder/program/child.h"
#include "core/holder/program/connection.h"
#include "core/holder/program/errortail.h"
#include "core/holder/program/eventloop.h"
#include "core/holder/program/inputqueue.h"
#include "core/holder/program/spool.h"

#include <list>
#include <memory>
#include <optional>

namespace holder {

//! Holds one child: from Launch until it and all that came from it are gone and a server has taken everything
//! over.
//!
//! Waiting → Running (Launch) or Failed; Running → ending (the child was waited for) → Ended (nothing of it
//! is left and its output was read to the end). The ladder of a Stop runs beside Running.
class Holder
{
public:
    //! `folder` is the holder's own, `listener` its listening socket, `signals` a signalfd of SIGCHLD and
    //! SIGTERM.
    Holder(EventLoop &loop, process::FileDescriptor folder, process::FileDescriptor listener,
        process::FileDescriptor signals);

private:
    static constexpr std::size_t MaxConnections = 8;

    void onConnect();
    void onLost(const Connection *connection);
    void onSignals();
    void onFolderChanged();
    void leaveIfForsaken();
    void onMessage(const Message &message);
    void on(const Launch &launch);
    void on(const Input &input);
    void on(const Resize &resize);
    void on(const Stop &stop);
    void on(const Release &release);
    void on(const Dismiss &dismiss);
    void on(const Status &) { }
    void on(const Grew &) { }

    void watchChild();
    void watchOutput();
    void onOutput();
    void onErrors();
    void stall(const std::string &reason);
    void retryStalled();
    bool keep(std::string_view bytes);
    void endOutput();

    void giveInput();
    void forgoInput();
    void endInput();

    void descend();
    void terminate();
    void killAll();
    void reap();
    void childEnded(int status);
    void sweep(bool anyLeft);
    void finishIfDone();
    void writeEnd();
    void tell();
    void tellEnd();

    EventLoop &m_loop;
    process::FileDescriptor m_folder;
    process::FileDescriptor m_listener;
    process::FileDescriptor m_signals;
    process::FileDescriptor m_folderChanges; //!< inotify
    //! A server, and perhaps who wants to end everything (agentmonitor-server --stop-agents).
    std::list<std::unique_ptr<Connection>> m_servers;

    Child m_child;
    Spool m_spool;
    ErrorTail m_errors;
    InputQueue m_input;
    std::uint64_t m_spoolLimit = 0;
    std::string m_unkept; //!< read from the child, but there is no room for it
    std::optional<EventLoop::TimerId> m_stallRetry;

    Status m_status;
    bool m_inputEnds = false; //!< close it when all was given
    bool m_watchesInput = false;
    bool m_outputOpen = false;
    bool m_childGone = false;
    bool m_killing = false;
    bool m_swept = false;
    bool m_leaving = false; //!< ends as soon as its child has
    bool m_terminated = false; //!< the SIGTERM of the ladder was sent
    std::optional<EventLoop::TimerId> m_ladder;
    EventLoop::Clock::time_point m_terminateAt = EventLoop::Clock::time_point::max();
    EventLoop::Clock::time_point m_killAt = EventLoop::Clock::time_point::max();
    std::optional<EventLoop::TimerId> m_sweepAgain;
    EventLoop::Clock::time_point m_sweepBegan;
};

} // namespace holder
