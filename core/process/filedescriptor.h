#pragma once

#include <unistd.h>

#include <utility>

namespace process {

//! Owns an open file descriptor and closes it.
class FileDescriptor
{
public:
    FileDescriptor() = default;
    explicit FileDescriptor(int fd)
        : m_fd(fd)
    {
    }
    FileDescriptor(FileDescriptor &&other) noexcept
        : m_fd(std::exchange(other.m_fd, -1))
    {
    }
    FileDescriptor &operator=(FileDescriptor &&other) noexcept
    {
        if (this != &other) {
            reset();
            m_fd = std::exchange(other.m_fd, -1);
        }
        return *this;
    }
    ~FileDescriptor() { reset(); }

    int get() const { return m_fd; }
    bool isValid() const { return m_fd >= 0; }
    void reset()
    {
        if (isValid())
            ::close(std::exchange(m_fd, -1));
    }
    void reset(int fd)
    {
        reset();
        m_fd = fd;
    }

private:
    int m_fd = -1;
};

} // namespace process
