#pragma once

#include "core/base/ids.h"
#include "core/model/message.h"

#include <QHash>
#include <QList>
#include <QString>

#include <deque>
#include <optional>

namespace agents {

//! Which prompt a client id made, so that a browser may send again what it has no answer for. Remembers the
//! newest Capacity ids; filled from the journal when it is first asked, so that it also holds after a
//! restart.
class PromptLedger
{
public:
    static constexpr std::size_t Capacity = 512;

    bool isFilled() const { return m_filled; }
    //! The newest prompts of the journal, ascending.
    void fill(const QList<model::Message> &messages);

    void add(const QString &clientId, const base::MessageId &id);
    std::optional<base::MessageId> find(const QString &clientId) const;

private:
    bool m_filled = false;
    QHash<QString, base::MessageId> m_ids;
    std::deque<QString> m_order;
};

} // namespace agents
