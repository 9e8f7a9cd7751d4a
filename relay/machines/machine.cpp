#include "relay/machines/machine.h"

namespace machines {

Machine::Machine(Introduction introduction, std::unique_ptr<QWebSocket> socket, QObject *parent)
    : QObject(parent)
    , m_introduction(std::move(introduction))
    , m_link(std::make_unique<tunnel::Link>(tunnel::Session::Role::Opens, std::move(socket)))
    , m_pool(m_link->session())
{
    connect(m_link.get(), &tunnel::Link::ended, this, &Machine::ended);
}

Machine::~Machine() = default;

} // namespace machines
