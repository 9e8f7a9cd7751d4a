#pragma once

#include "core/base/clock.h"

#include <QHash>
#include <QHostAddress>
#include <QList>

#include <chrono>
#include <optional>

namespace auth {

//! Slows password guessing: five wrong ones within a minute from one address, and that address has to wait.
//! Keeps at most MaxAddresses of them; when more guess at once, the ones that failed longest ago are
//! forgotten.
class LoginRate
{
public:
    static constexpr qsizetype MaxFailures = 5;
    static constexpr std::chrono::milliseconds Window = std::chrono::minutes(1);
    static constexpr qsizetype MaxAddresses = 1024;

    //! `clock` must outlive this.
    explicit LoginRate(const base::Clock &clock);

    //! How long this address has to wait before its next try; nullopt if it may try now.
    std::optional<std::chrono::seconds> wait(const QHostAddress &address) const;
    void failed(const QHostAddress &address);
    void succeeded(const QHostAddress &address);

    qsizetype addressCount() const { return m_failures.size(); }

private:
    void makeRoom();

    const base::Clock &m_clock;
    QHash<QHostAddress, QList<base::Timestamp>> m_failures; //!< the latest MaxFailures of each, oldest first
};

} // namespace auth
