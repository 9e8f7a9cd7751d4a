#pragma once

#include <QByteArray>
#include <QDebug>

namespace base {

//! A password or token. It prints as *** and compares in constant time, so it cannot leak by accident.
class Secret
{
public:
    Secret() = default;
    explicit Secret(QByteArray value)
        : m_value(std::move(value))
    {
    }

    bool isEmpty() const { return m_value.isEmpty(); }
    //! The value itself: for the key of an HMAC, never for a log or a message.
    const QByteArray &reveal() const { return m_value; }
    //! Takes the same time wherever the first difference is.
    bool equals(const QByteArray &other) const;

private:
    QByteArray m_value;
};

//! Compares without telling by its duration where the first difference is; both are hashed first, so lengths
//! do not leak.
bool constantTimeEquals(const QByteArray &a, const QByteArray &b);

inline QDebug operator<<(QDebug debug, const Secret &)
{
    return debug << "***";
}

} // namespace base
