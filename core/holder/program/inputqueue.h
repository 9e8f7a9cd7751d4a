#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace holder {

//! What the child has not read yet.
class InputQueue
{
public:
    void add(std::string_view bytes);
    bool isEmpty() const { return m_position == m_bytes.size(); }
    void clear();
    //! False if the child will never read again.
    bool writeTo(int fd);

private:
    std::string m_bytes;
    std::size_t m_position = 0;
};

} // namespace holder
