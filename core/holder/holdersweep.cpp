#include "core/holder/holdersweep.h"

namespace holder {

HolderSweep::HolderSweep(
    const HolderSettings &settings, const QList<HolderFolder> &folders, Manner manner, QObject *parent)
    : QObject(parent)
    , m_manner(manner)
    , m_count(static_cast<int>(folders.size()))
    , m_left(m_count)
{
    for (const HolderFolder &folder : folders) {
        m_transports.push_back(std::make_unique<HolderTransport>(settings, folder));
        HolderTransport *transport = m_transports.back().get();
        connect(transport, &HolderTransport::done, this, [this, transport] { onDone(transport); });
        // What was said is not read: whose it is nobody knows, or the server will read it.
        transport->attach({}, folder.outputSize());
        if (manner == Manner::Forget)
            transport->kill();
        else
            transport->stop({});
    }
    if (m_left == 0)
        QMetaObject::invokeMethod(this, &HolderSweep::finished, Qt::QueuedConnection);
}

void HolderSweep::onDone(HolderTransport *transport)
{
    if (m_manner == Manner::Forget)
        transport->dismiss();
    else
        transport->endHolder();
    if (--m_left == 0)
        Q_EMIT finished();
}

} // namespace holder
