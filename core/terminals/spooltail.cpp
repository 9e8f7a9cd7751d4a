#include "core/terminals/spooltail.h"

#include "core/holder/holderfolder.h"

#include <unistd.h>

#include <algorithm>

namespace terminals {

namespace {

constexpr int LongestCharacter = 4; // RFC 3629 section 3

bool continuesCharacter(char byte)
{
    constexpr unsigned char Mask = 0xc0;
    constexpr unsigned char Continuation = 0x80;
    return (static_cast<unsigned char>(byte) & Mask) == Continuation;
}

} // namespace

QByteArray spoolTail(const QString &holderFolder, qint64 end)
{
    const auto file = holder::HolderFolder(holderFolder).openOutput();
    if (!file)
        return {};
    const qint64 begin = std::max<qint64>(0, end - ReplayBytes);
    QByteArray bytes(end - begin, Qt::Uninitialized);
    const ssize_t count = ::pread(file->get(), bytes.data(), static_cast<size_t>(bytes.size()), begin);
    bytes.truncate(std::max<ssize_t>(0, count));
    if (begin == 0)
        return bytes;
    int skipped = 0;
    while (skipped < LongestCharacter - 1 && skipped < bytes.size() && continuesCharacter(bytes[skipped]))
        ++skipped;
    return bytes.sliced(skipped);
}

} // namespace terminals
