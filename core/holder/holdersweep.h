#pragma once

#include "core/holder/holdertransport.h"

#include <QObject>

#include <memory>
#include <vector>

namespace holder {

//! Ends holders and all that they hold.
class HolderSweep : public QObject
{
    Q_OBJECT

public:
    enum class Manner {
        Stop, //!< down the ladder, as a stop of the agent; a server reads what they leave
        Forget, //!< at once and with all they had: nobody knows of them any more
    };

    HolderSweep(const HolderSettings &settings, const QList<HolderFolder> &folders, Manner manner,
        QObject *parent = nullptr);

    int count() const { return m_count; }

Q_SIGNALS:
    //! Never from inside the constructor; also when there was none.
    void finished();

private:
    void onDone(HolderTransport *transport);

    std::vector<std::unique_ptr<HolderTransport>> m_transports;
    const Manner m_manner;
    int m_count = 0;
    int m_left = 0;
};

} // namespace holder
