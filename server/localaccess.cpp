#include "server/localaccess.h"

#include "core/base/transientfile.h"

#include <QFile>
#include <QRandomGenerator>

#include <array>

namespace server {

namespace {

base::Secret newToken()
{
    constexpr std::size_t Words = 8; // 256 bits
    std::array<quint32, Words> words{};
    QRandomGenerator::system()->generate(words.begin(), words.end());
    return base::Secret(QByteArray::fromRawData(
        reinterpret_cast<const char *>(words.data()), static_cast<qsizetype>(sizeof(words)))
                            .toHex());
}

} // namespace

LocalAccess::LocalAccess(const store::DataDirectory &directory)
    : m_tokenFile(directory.apiTokenFile())
    , m_portFile(directory.portFile())
    , m_token(newToken())
{
}

LocalAccess::~LocalAccess()
{
    QFile::remove(m_portFile);
    QFile::remove(m_tokenFile);
}

base::Result<void> LocalAccess::publish(quint16 port) const
{
    // The port last: who sees it finds the token that goes with it.
    return base::replaceTransientFile(m_tokenFile, m_token.reveal() + '\n').and_then([this, port] {
        return base::replaceTransientFile(m_portFile, QByteArray::number(port) + '\n');
    });
}

} // namespace server
