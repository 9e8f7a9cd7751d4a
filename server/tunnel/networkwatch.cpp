#include "server/tunnel/networkwatch.h"

#include <QNetworkInformation>

namespace uplink {

namespace {

//! "Site" and "Local" count: a relay may be in the same network.
bool isUp(QNetworkInformation::Reachability reachability)
{
    return reachability != QNetworkInformation::Reachability::Disconnected;
}

} // namespace

NetworkWatch::NetworkWatch(QObject *parent)
    : QObject(parent)
{
    if (!QNetworkInformation::loadBackendByFeatures(QNetworkInformation::Feature::Reachability))
        return;
    const auto *information = QNetworkInformation::instance();
    m_isThere = isUp(information->reachability());
    connect(information, &QNetworkInformation::reachabilityChanged, this,
        [this](QNetworkInformation::Reachability reachability) {
            const bool isThere = isUp(reachability);
            if (isThere && !std::exchange(m_isThere, isThere))
                Q_EMIT cameBack();
            m_isThere = isThere;
        });
}

} // namespace uplink
