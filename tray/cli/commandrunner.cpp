#include "tray/cli/commandrunner.h"

#include "tray/icon/tooltip.h"
#include "tray/model/words.h"

#include <QCoreApplication>

#include <cstdio>

namespace tray {

CommandRunner::CommandRunner(const Options &options, const Places &places, QObject *parent)
    : QObject(parent)
    , m_command(options.command)
    , m_places(places)
    , m_files(places.dataDirectory)
    , m_api(m_files, m_clock)
    , m_launcher(launchSettings(options, places), m_files)
    , m_control(
          m_files, m_api, m_launcher, [port = places.port] { return port; }, m_clock)
{
    // Queued, so that an answer is never given from inside the control.
    connect(&m_control, &ServerControl::changed, this, &CommandRunner::onChanged, Qt::QueuedConnection);
}

void CommandRunner::start()
{
    m_control.begin();
}

void CommandRunner::end(Exit code, const QString &words)
{
    if (std::exchange(m_hasEnded, true))
        return;
    std::fprintf(code == Done ? stdout : stderr, "%s\n", qPrintable(words));
    QCoreApplication::exit(code);
}

void CommandRunner::onChanged()
{
    const ServerState &state = m_control.state();
    const QString words = serverWords(state, m_clock.now());
    switch (state.phase) {
    case ServerPhase::Looking:
    case ServerPhase::Starting:
    case ServerPhase::Stopping:
        return;
    case ServerPhase::Running:
        onRunning();
        return;
    case ServerPhase::Stopped:
        onNotRunning();
        return;
    case ServerPhase::Unresponsive:
        if (m_command == Command::Stop && !std::exchange(m_isActing, true))
            m_control.stop();
        else
            end(m_command == Command::Status ? NotAnswering : Failed, words);
        return;
    case ServerPhase::Crashed:
    case ServerPhase::Failed:
        end(Failed, words);
        return;
    }
}

void CommandRunner::onRunning()
{
    const QString address = QStringLiteral("http://localhost:%1/").arg(m_control.state().port);
    switch (m_command) {
    case Command::Status:
        if (!std::exchange(m_isActing, true))
            describe();
        return;
    case Command::Start:
        end(Done,
            m_isActing ? QStringLiteral("Server started: %1").arg(address)
                       : QStringLiteral("The server runs already: %1").arg(address));
        return;
    case Command::Stop:
        if (!std::exchange(m_isActing, true))
            stop();
        return;
    case Command::Open:
        if (platform::openInBrowser(QUrl(address)))
            end(Done, QStringLiteral("Opening %1").arg(address));
        else
            end(Failed, QStringLiteral("No browser could be started for %1").arg(address));
        return;
    case Command::Gui:
        return;
    }
}

void CommandRunner::onNotRunning()
{
    switch (m_command) {
    case Command::Status:
        end(NotRunning, QStringLiteral("Server stopped"));
        return;
    case Command::Open:
        end(NotRunning, QStringLiteral("The server does not run; start it with --start"));
        return;
    case Command::Start:
        if (!std::exchange(m_isActing, true))
            m_control.start();
        return;
    case Command::Stop: {
        QString words
            = m_isActing ? QStringLiteral("Server stopped.") : QStringLiteral("The server does not run.");
        if (m_isActing && m_agentsAlive > 0) {
            words += QLatin1Char(' ')
                + (m_places.stopsAgents
                        ? agentsWords(m_agentsAlive) + QStringLiteral(" ended with it.")
                        : agentsDo(m_agentsAlive, "keeps", "keep") + QStringLiteral(" working."));
        }
        end(Done, words);
        return;
    }
    case Command::Gui:
        return;
    }
}

void CommandRunner::describe()
{
    m_overview.server = m_control.state();
    m_api.agents(this, [this](const base::Result<QList<Agent>> &agents) {
        if (!agents) {
            end(NotAnswering, QStringLiteral("Server does not answer: %1").arg(agents.error().message));
            return;
        }
        m_overview.agents = *agents;
        m_api.tunnel(this, [this](const base::Result<TunnelState> &tunnel) {
            if (!tunnel) {
                end(NotAnswering, QStringLiteral("Server does not answer: %1").arg(tunnel.error().message));
                return;
            }
            m_overview.tunnel = *tunnel;
            m_overview.isLive = true;
            QString words = tooltipOf(m_overview, m_clock.now());
            words += QStringLiteral("\nhttp://localhost:%1/").arg(m_overview.server.port);
            end(Done, words);
        });
    });
}

void CommandRunner::stop()
{
    m_api.agents(this, [this](const base::Result<QList<Agent>> &agents) {
        if (agents) {
            m_overview.agents = *agents;
            m_agentsAlive = countAlive(m_overview);
        }
        m_control.stop();
    });
}

} // namespace tray
