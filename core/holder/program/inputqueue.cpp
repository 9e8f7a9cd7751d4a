#include "core/holder/program/inputqueue.h"

#include <cerrno>

#include <unistd.h>

namespace holder {

void InputQueue::add(std::string_view bytes)
{
    if (m_position > m_bytes.size() / 2) { // one that reads slowly, but reads, must not make it grow for ever
        m_bytes.erase(0, m_position);
        m_position = 0;
    }
    m_bytes += bytes;
}

void InputQueue::clear()
{
    m_bytes.clear();
    m_bytes.shrink_to_fit();
    m_position = 0;
}

bool InputQueue::writeTo(int fd)
{
    while (!isEmpty()) {
        const ssize_t count = ::write(fd, m_bytes.data() + m_position, m_bytes.size() - m_position);
        if (count < 0 && errno == EINTR)
            continue;
        if (count < 0)
            return errno == EAGAIN;
        m_position += static_cast<std::size_t>(count);
    }
    clear();
    return true;
}

} // namespace holder
