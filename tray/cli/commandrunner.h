#pragma once

#include "tray/cli/options.h"
#include "tray/cli/places.h"
#include "tray/model/overview.h"
#include "tray/server/servercontrol.h"

#include <QObject>

namespace tray {

//! Carries out a command from a terminal: prints what came of it, and ends the program with its exit code.
class CommandRunner final : public QObject
{
    Q_OBJECT

public:
    enum Exit { Done = 0, Failed = 1, NotRunning = 3, NotAnswering = 4 };

    CommandRunner(const Options &options, const Places &places, QObject *parent = nullptr);

    void start();

private:
    void onChanged();
    void onRunning();
    void onNotRunning();
    void describe();
    void stop();
    void end(Exit code, const QString &words);

    Command m_command;
    Places m_places;
    base::SystemClock m_clock;
    ServerFiles m_files;
    ServerApi m_api;
    ServerLauncher m_launcher;
    ServerControl m_control;
    Overview m_overview; //!< for describing it
    int m_agentsAlive = -1; //!< before stopping; -1: not known
    bool m_isActing = false; //!< what was wanted is under way
    bool m_hasEnded = false;
};

} // namespace tray
