#pragma once

#include "core/process/filedescriptor.h"

#include <cstdint>
#include <string>
#include <string_view>

namespace holder {

//! The file `output`: what the child said, byte for byte. Bytes are in it before anyone hears of them.
class Spool
{
public:
    //! False and `error` if it cannot be made.
    bool open(int folder, std::string &error);

    //! How many of the bytes were written; fewer when the disk is full (errno tells).
    std::size_t append(std::string_view bytes);
    std::uint64_t end() const { return m_end; }

    //! Gives the room before `offset` back to the disk, where the file system can.
    void release(std::uint64_t offset);
    //! Bytes that still wait to be taken over.
    std::uint64_t held() const { return m_end - m_released; }

private:
    process::FileDescriptor m_file;
    std::uint64_t m_end = 0;
    std::uint64_t m_released = 0;
    std::uint64_t m_punched = 0; //!< given back to the disk
};

} // namespace holder
