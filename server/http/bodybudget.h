#pragma once

#include <QtGlobal>

namespace http {

//! How many bytes of half-received bodies all connections together may hold. Shared by them and their
//! listener.
class BodyBudget
{
public:
    explicit BodyBudget(quint64 maxBytes)
        : m_maxBytes(maxBytes)
    {
    }

    bool take(quint64 bytes)
    {
        if (bytes > m_maxBytes - m_taken)
            return false;
        m_taken += bytes;
        return true;
    }
    void giveBack(quint64 bytes) { m_taken -= bytes; }
    quint64 taken() const { return m_taken; }

private:
    quint64 m_maxBytes;
    quint64 m_taken = 0;
};

} // namespace http
