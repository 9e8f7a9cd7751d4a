#pragma once

#include "core/holder/messages.h"
#include "core/holder/program/eventloop.h"
#include "core/process/filedescriptor.h"

#include <functional>
#include <string>

namespace holder {

//! A server at the other end of the socket.
class Connection
{
public:
    using Received = std::function<void(const Message &message)>;
    Connection(EventLoop &loop, process::FileDescriptor socket);
    ~Connection();
    Connection(const Connection &) = delete;
    Connection &operator=(const Connection &) = delete;

    //! `lost` comes once, when the peer is gone or does not speak as it should.
    void begin(Received received, std::function<void()> lost);
    void send(const Message &message);
    //! Tells the length of the output as soon as there is room; only the newest is worth telling.
    void tellEnd(std::uint64_t outputEnd);
    //! The peer is of our user (SO_PEERCRED).
    static bool isOurs(int socket);

private:
    void onReady(std::uint32_t events);
    void read();
    void write();
    void updateEvents();

    EventLoop &m_loop;
    process::FileDescriptor m_socket;
    Received m_received;
    std::function<void()> m_lost;
    FrameReader m_reader;
    std::string m_unsent;
    std::uint64_t m_untold = 0; //!< an outputEnd; 0: nothing to tell
    bool m_writing = false;
};

} // namespace holder
