#pragma once

#include "core/process/filedescriptor.h"

#include <cstdint>
#include <string_view>

namespace holder {

//! The file `errors`: the end of what the child wrote to its standard error. Takes at most MaxBytes of the
//! disk, whatever comes; what does not fit on a full disk is lost.
class ErrorTail
{
public:
    static constexpr std::uint64_t KeptBytes = std::uint64_t{64} * 1024;
    static constexpr std::uint64_t MaxBytes = 4 * KeptBytes;

    bool open(int folder);
    void append(std::string_view bytes);

private:
    void forgetBeginning();

    process::FileDescriptor m_file;
    std::uint64_t m_size = 0;
};

} // namespace holder
