#pragma once

#include <QObject>

namespace uplink {

//! Tells when the system says that the network is back. Without a source for that (no NetworkManager, no GLib
//! plugin) it never does, and reconnecting goes by time alone.
class NetworkWatch final : public QObject
{
    Q_OBJECT

public:
    explicit NetworkWatch(QObject *parent = nullptr);

Q_SIGNALS:
    void cameBack();

private:
    bool m_isThere = true;
};

} // namespace uplink
