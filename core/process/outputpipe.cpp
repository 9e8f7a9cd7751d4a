#include "core/process/outputpipe.h"

#include <QSocketNotifier>

#include <fcntl.h>

#include <array>
#include <cerrno>
#include <cstring>

namespace process {

namespace {

constexpr qsizetype ReadBlockBytes = qsizetype{64} * 1024; // what a pipe holds
constexpr int FirstFreeDescriptor = 3;

// The child's standard channels are put over 0 to 2 before ours are, so ours must not be there.
FileDescriptor aboveStandardChannels(FileDescriptor fd)
{
    if (!fd.isValid() || fd.get() >= FirstFreeDescriptor)
        return fd;
    return FileDescriptor(::fcntl(fd.get(), F_DUPFD_CLOEXEC, FirstFreeDescriptor));
}

base::Error pipeError()
{
    return {base::ErrorCode::Io,
        QStringLiteral("no pipe for its output: %1").arg(QString::fromLocal8Bit(std::strerror(errno)))};
}

} // namespace

OutputPipe::OutputPipe(QObject *parent)
    : QObject(parent)
{
}

OutputPipe::~OutputPipe() = default;

base::Result<void> OutputPipe::open()
{
    std::array<int, 2> ends{};
    if (::pipe2(ends.data(), O_CLOEXEC) != 0)
        return tl::unexpected(pipeError());
    m_ownEnd = aboveStandardChannels(FileDescriptor(ends[0]));
    m_childEnd = aboveStandardChannels(FileDescriptor(ends[1]));
    if (!m_ownEnd.isValid() || !m_childEnd.isValid() || ::fcntl(m_ownEnd.get(), F_SETFL, O_NONBLOCK) != 0)
        return tl::unexpected(pipeError());

    m_notifier = std::make_unique<QSocketNotifier>(m_ownEnd.get(), QSocketNotifier::Read);
    m_notifier->setEnabled(false);
    connect(m_notifier.get(), &QSocketNotifier::activated, this, &OutputPipe::readable);
    return {};
}

void OutputPipe::setReading(bool reading)
{
    if (m_notifier)
        m_notifier->setEnabled(reading && !m_atEnd);
}

QByteArray OutputPipe::read(qsizetype maxBytes)
{
    QByteArray bytes;
    while (!m_atEnd && m_ownEnd.isValid() && bytes.size() < maxBytes) {
        const qsizetype before = bytes.size();
        const qsizetype wanted = qMin(ReadBlockBytes, maxBytes - before);
        bytes.resize(before + wanted);
        const ssize_t count = ::read(m_ownEnd.get(), bytes.data() + before, static_cast<size_t>(wanted));
        bytes.resize(before + qMax<qsizetype>(count, 0));
        if (count > 0 || (count < 0 && errno == EINTR))
            continue;
        if (count < 0 && (errno == EAGAIN || errno == EWOULDBLOCK))
            break;
        m_atEnd = true;
        setReading(false);
    }
    return bytes;
}

void OutputPipe::close()
{
    m_notifier.reset();
    m_ownEnd.reset();
    m_childEnd.reset();
    m_atEnd = true;
}

} // namespace process
