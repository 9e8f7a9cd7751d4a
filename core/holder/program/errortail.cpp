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
    if (count <= 0 || ::ftruncate(m_file.get(), 0) != 0)
        return;
    m_size = 0;
    const ssize_t written = ::pwrite(m_file.get(), kept.data(), static_cast<std::size_t>(count), 0);
    if (written > 0)
        m_size = static_cast<std::uint64_t>(written);
}

} // namespace holder
