#include "core/base/secret.h"

#include <QCryptographicHash>

namespace base {

bool constantTimeEquals(const QByteArray &a, const QByteArray &b)
{
    const QByteArray left = QCryptographicHash::hash(a, QCryptographicHash::Sha256);
    const QByteArray right = QCryptographicHash::hash(b, QCryptographicHash::Sha256);
    unsigned difference = 0;
    for (qsizetype i = 0; i < left.size(); ++i)
        difference |= static_cast<unsigned char>(left[i]) ^ static_cast<unsigned char>(right[i]);
    return difference == 0;
}

bool Secret::equals(const QByteArray &other) const
{
    return constantTimeEquals(m_value, other);
}

} // namespace base
