// An agent machine without agents: the server's own tunnel client, but any local port behind it. Tests and
// the bench put backends there that serve what AgentMonitor itself does not (large files, raw WebSockets).

#include "core/service/logformat.h"
#include "server/tunnel/tunnelclient.h"

#include <QCoreApplication>
#include <QRandomGenerator>

#include <cstdio>

int main(int argc, char *argv[])
{
    QCoreApplication application(argc, argv);
    const QStringList arguments = QCoreApplication::arguments();
    bool isPort = false;
    const quint16 port = arguments.value(4).toUShort(&isPort);
    if (!isPort) {
        std::fputs("usage: tunnel-machine RELAY_URL TOKEN NAME LOCAL_PORT\n", stderr);
        return 2;
    }
    service::installLogFormat(config::LogLevel::Info);
    base::SystemClock clock;
    uplink::TunnelClient client({QUrl(arguments[1]), base::Secret(arguments[2].toUtf8()), arguments[3],
                                    QStringLiteral(AGENTMONITOR_VERSION)},
        clock, uplink::Backoff({}, [] { return QRandomGenerator::global()->generateDouble(); }));
    client.start(port);
    return QCoreApplication::exec();
}
