#include "core/holder/program/errortail.h"

#include <string>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace holder {

bool ErrorTail::open(int folder)
{
    m_file.reset(::openat(folder, "errors", O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, S_IRUSR | S_IWUSR));
    return m_file.isValid();
}

void ErrorTail::append(std::string_view bytes)
{
    if (bytes.size() > KeptBytes)
        bytes.remove_prefix(bytes.size() - KeptBytes);
    if (m_size + bytes.size() > MaxBytes)
        forgetBeginning();
    const ssize_t written = ::pwrite(m_file.get(), bytes.data(), bytes.size(), static_cast<off_t>(m_size));
    if (written > 0)
        m_size += static_cast<std::uint64_t>(written);
}

void ErrorTail::forgetBeginning()
{
    std::string kept(KeptBytes, '\0');
    const ssize_t count
        = ::pread(m_file.get(), kept.data(), kept.size(), static_cast<off_t>(m_size - KeptBytes));
    // Over what is there, so that a full disk has the room.
    const ssize_t written
        = count > 0 ? ::pwrite(m_file.get(), kept.data(), static_cast<std::size_t>(count), 0) : 0;
    m_size = written > 0 ? static_cast<std::uint64_t>(written) : 0;
    static_cast<void>(::ftruncate(m_file.get(), static_cast<off_t>(m_size)) == 0);
}

} // namespace holder
