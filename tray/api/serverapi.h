#pragma once

#include "core/base/clock.h"
#include "tray/api/health.h"
#include "tray/api/restclient.h"
#include "tray/api/serverfiles.h"
#include "tray/model/agent.h"
#include "tray/model/tunnelstate.h"

namespace tray {

//! What the tray asks of a server. The token is read again when the server does not take the old one.
class ServerApi final : public QObject
{
    Q_OBJECT

public:
    template <typename T>
    using Then = std::function<void(const base::Result<T> &result)>;

    //! Both must outlive this.
    ServerApi(const ServerFiles &files, const base::Clock &clock, QObject *parent = nullptr);

    void setPort(quint16 port);
    quint16 port() const { return m_rest.port(); }

    // The error is in words for a person. Nothing is called once `context` is gone.

    void health(QObject *context, Then<Health> then);
    void agents(QObject *context, Then<QList<Agent>> then);
    void tunnel(QObject *context, Then<TunnelState> then);
    // What these change is told by the events (ServerFeed).
    void connectTunnel(QObject *context, Then<void> then);
    void disconnectTunnel(QObject *context, Then<void> then);
    void stopAllAgents(QObject *context, Then<void> then);
    void decide(const QString &agentId, const QString &approvalId, const QString &optionId, QObject *context,
        Then<void> then);

private:
    using Body = std::optional<QJsonObject>; //!< nullopt: a GET
    using Bodied = std::function<void(const base::Result<QJsonDocument> &body)>;

    //! Gives the body of a good answer. After a 401 it is tried once more with the token as it is now.
    void call(const QString &path, const Body &body, QObject *context, Bodied then, bool again = true);
    void order(const QString &path, const QJsonObject &body, QObject *context, Then<void> then);

    const ServerFiles &m_files;
    const base::Clock &m_clock;
    RestClient m_rest;
};

} // namespace tray
