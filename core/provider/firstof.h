#pragma once

#include <QString>

namespace provider {

//! What was chosen later, or else how the agent began.
inline const QString &firstOf(const QString &preferred, const QString &otherwise)
{
    return preferred.isEmpty() ? otherwise : preferred;
}

} // namespace provider
