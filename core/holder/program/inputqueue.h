#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace holder {

//! What the child has not read yet.
class InputQueue
{
public:
    //! From here on no more is taken from the server until the child has read.
    static constexpr std::size_t FullBytes = std::size_t{4} * 1024 * 1024;

    void add(std::string_view bytes) { m_bytes += bytes; }
    bool isEmpty() const { return m_position == m_bytes.size(); }
    bool isFull() const { return m_bytes.size() - m_position >= FullBytes; }
    void clear();
    //! False if the child will never read again.
    bool writeTo(int fd);

private:
    std::string m_bytes;
    std::size_t m_position = 0;
};

} // namespace holder
