#pragma once

#include "tray/api/serverapi.h"
#include "tray/model/overview.h"
#include "tray/socketio/socketclient.h"

#include <QHash>

namespace tray {

//! Keeps what the tray knows of agents and tunnel up to date: loads all once, then follows the server's
//! events. It comes back by itself when the connection is lost, until stop().
//!
//! The tunnel is told by `tunnel:status` events; from a server that has none, it is asked for every
//! TunnelInterval.
class ServerFeed final : public QObject
{
    Q_OBJECT

public:
    static constexpr std::chrono::milliseconds TunnelInterval{5'000};
    //! How often the connection is tried out, and how long the answer may take.
    static constexpr std::chrono::milliseconds ProbeInterval{10'000};
    static constexpr std::chrono::milliseconds ProbePatience{5'000};
    static constexpr std::chrono::milliseconds FirstRetry{500};
    static constexpr std::chrono::milliseconds LastRetry{5'000};

    //! `files` must outlive this.
    ServerFeed(ServerApi &api, const ServerFiles &files, QObject *parent = nullptr);

    //! Of the server at the API's port.
    void start();
    void stop();

    bool isLive() const { return m_isLive; }
    const TunnelState &tunnel() const { return m_tunnel; }
    QList<Agent> agents() const; //!< newest first
    const QSet<QString> &shownAgents() const { return m_shownAgents; }

Q_SIGNALS:
    void changed();
    //! The server's process may live, but it does not do its work; an empty text: it does again.
    void ailed(const QString &problem);

private:
    void openSocket();
    void load();
    void askForTunnel();
    void takeTunnel(const TunnelState &tunnel);
    void takeAgents(const QList<Agent> &agents);
    void takeEvent(const QString &event, const QJsonValue &payload);
    void takeSnapshot(const QJsonObject &json);
    void remove(const QString &id);
    void onLost(const QString &reason, bool refused);
    void probe();
    void setAiling(const QString &problem);
    void becomeLive();

    ServerApi &m_api;
    const ServerFiles &m_files;
    SocketClient m_socket;
    QTimer m_retry;
    std::chrono::milliseconds m_retryDelay = FirstRetry;
    QTimer m_tunnelPoll;
    QTimer m_probe;
    QTimer m_probePatience;
    bool m_isWanted = false;
    bool m_isLive = false;
    bool m_hasAgents = false;
    bool m_hasTunnel = false;
    int m_generation = 0; //!< of the connection: answers of an older one are not ours
    QString m_problem;
    QList<QString> m_order; //!< ids, newest first
    QHash<QString, Agent> m_agents;
    // Since the loading began: what the answer may name still, or not yet.
    QSet<QString> m_removed;
    QSet<QString> m_fresh;
    QSet<QString> m_shownAgents;
    TunnelState m_tunnel;
    int m_tunnelEvents = 0; //!< an answer that was asked for before the last of them may be older
};

} // namespace tray
