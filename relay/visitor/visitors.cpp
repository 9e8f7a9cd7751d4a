#include "relay/visitor/visitors.h"

#include <algorithm>

namespace visitor {

namespace {

//! Of the shortest time limit: a limit is kept this exactly.
constexpr int ChecksPerLimit = 4;

} // namespace

Visitors::Visitors(Services services, QObject *parent)
    : QObject(parent)
    , m_services(std::move(services))
{
    const auto &limits = m_services.limits;
    const auto shortest = std::min(
        {limits.headTime, limits.idleTime, limits.stallTime, limits.responseTime, limits.lingerTime});
    m_clock.setInterval(std::max(std::chrono::milliseconds(10), shortest / ChecksPerLimit));
    connect(&m_clock, &QTimer::timeout, this, [this] {
        const auto now = std::chrono::steady_clock::now();
        const QList<Visitor *> all = m_visitors.values();
        for (Visitor *visitor : all)
            visitor->checkTime(now);
    });
}

Visitors::~Visitors()
{
    const QList<Visitor *> all = m_visitors.values();
    for (Visitor *visitor : all)
        visitor->disconnect(this);
}

void Visitors::admit(QTcpSocket *socket, bool speaksTls)
{
    auto *visitor = new Visitor(std::unique_ptr<QTcpSocket>(socket), speaksTls, m_services, this);
    m_visitors.insert(visitor);
    connect(visitor, &Visitor::gone, this, [this, visitor] { forget(visitor); });
    if (m_leavesSoon)
        visitor->leaveSoon();
    else if (!m_clock.isActive())
        m_clock.start();
}

void Visitors::forget(Visitor *visitor)
{
    m_visitors.remove(visitor);
    visitor->deleteLater();
    if (!m_visitors.isEmpty())
        return;
    m_clock.stop();
    if (m_leavesSoon)
        Q_EMIT left();
}

void Visitors::leaveSoon()
{
    m_leavesSoon = true;
    const QList<Visitor *> all = m_visitors.values();
    for (Visitor *visitor : all)
        visitor->leaveSoon();
    if (m_visitors.isEmpty())
        Q_EMIT left();
}

} // namespace visitor
