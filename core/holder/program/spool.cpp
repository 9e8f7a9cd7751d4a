#include "core/holder/program/spool.h"

#include <algorithm>
#include <cerrno>
#include <cstring>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace holder {

namespace {

constexpr std::uint64_t BlockBytes = 4096; // only whole blocks can be given back

} // namespace

bool Spool::open(int folder, std::string &error)
{
    m_file.reset(::openat(folder, "output", O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, S_IRUSR | S_IWUSR));
    if (m_file.isValid())
        return true;
    error = std::string("its output cannot be kept: ") + std::strerror(errno);
    return false;
}

std::size_t Spool::append(std::string_view bytes)
{
    std::size_t done = 0;
    while (done < bytes.size()) {
        const ssize_t count
            = ::pwrite(m_file.get(), bytes.data() + done, bytes.size() - done, static_cast<off_t>(m_end));
        if (count < 0 && errno == EINTR)
            continue;
        if (count <= 0)
            break;
        done += static_cast<std::size_t>(count);
        m_end += static_cast<std::uint64_t>(count);
    }
    return done;
}

void Spool::release(std::uint64_t offset)
{
    m_released = std::max(m_released, std::min(offset, m_end));
    const std::uint64_t whole = m_released / BlockBytes * BlockBytes;
    if (whole <= m_punched)
        return;
    if (::fallocate(m_file.get(), FALLOC_FL_PUNCH_HOLE | FALLOC_FL_KEEP_SIZE, static_cast<off_t>(m_punched),
            static_cast<off_t>(whole - m_punched))
        == 0)
        m_punched = whole;
}

} // namespace holder
