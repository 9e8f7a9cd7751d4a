#pragma once

#include <cerrno>
#include <cstdlib>
#include <string_view>

#include <unistd.h>

//! Writes all of it to standard output, unbuffered; who has no reader any more has nothing left to do.
inline void writeOut(std::string_view bytes)
{
    while (!bytes.empty()) {
        const ssize_t count = ::write(STDOUT_FILENO, bytes.data(), bytes.size());
        if (count < 0 && errno == EINTR)
            continue;
        if (count <= 0)
            std::_Exit(EXIT_FAILURE);
        bytes.remove_prefix(static_cast<std::size_t>(count));
    }
}
