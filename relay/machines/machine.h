#pragma once

#include "core/base/ids.h"
#include "core/tunnel/link.h"
#include "relay/machines/streampool.h"

#include <QHostAddress>

namespace machines {

//! One agent machine whose tunnel is up.
class Machine : public QObject
{
    Q_OBJECT

public:
    struct Introduction
    {
        QString name;
        QString version; //!< of its server
        QString session;
        QHostAddress address;
        base::Timestamp since = 0;
    };

    Machine(Introduction introduction, std::unique_ptr<QWebSocket> socket, QObject *parent = nullptr);
    ~Machine() override;

    const Introduction &introduction() const { return m_introduction; }
    StreamPool &streams() { return m_pool; }
    tunnel::SessionFigures figures() const { return m_link->session().figures(); }

    void goAway(const QString &text) { m_link->session().goAway(text); }
    void close(tunnel::CloseCode code, const QString &reason) { m_link->close(code, reason); }

Q_SIGNALS:
    //! Once. No stream works any more.
    void ended(const QString &reason);

private:
    Introduction m_introduction;
    std::unique_ptr<tunnel::Link> m_link;
    StreamPool m_pool; // its streams are the link's
};

} // namespace machines
