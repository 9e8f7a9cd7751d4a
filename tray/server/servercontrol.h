#pragma once

#include "core/base/clock.h"
#include "tray/api/serverapi.h"
#include "tray/model/serverstate.h"
#include "tray/platform/processwatch.h"
#include "tray/server/crashpolicy.h"
#include "tray/server/serverlauncher.h"

#include <QDeadlineTimer>
#include <QFileSystemWatcher>
#include <QObject>
#include <QTimer>

#include <functional>

namespace tray {

//! Finds the server of a data directory, starts and stops it, and sees its end.
//!
//!     Looking       nobody holds the lock: Stopped; who does answers: Running; not in time: Unresponsive
//!     Stopped       start(): Starting; a server was started elsewhere: Looking
//!     Starting      it answers: Running; it ends or cannot be started: Failed; neither in time: Unresponsive
//!     Running       stop(): Stopping; it ends in good order: Stopped; it just ends: Crashed, or Failed when
//!                   that happens too often; it does not do its work: Unresponsive
//!     Unresponsive  as Running; it answers: Running
//!     Stopping      it ends: Stopped, or Starting for restart(); it does not end in time: Unresponsive
//!     Crashed       time is up or start(): Starting; stop(): Stopped; somebody else starts it: Looking
//!     Failed        start(): Starting; a server was started elsewhere: Looking
class ServerControl final : public QObject
{
    Q_OBJECT

public:
    static constexpr std::chrono::milliseconds LookInterval{5'000};
    static constexpr std::chrono::milliseconds StartPoll{100}; //!< only while it starts
    static constexpr std::chrono::milliseconds StartTime{30'000};
    //! A service that was told to start is asked so often whether it is at work.
    static constexpr std::chrono::milliseconds ServiceCheck{1'000};
    //! One that has the lock and does not answer may be on its first steps, or its last.
    static constexpr std::chrono::milliseconds LookTime{2'000};
    static constexpr std::chrono::milliseconds StopTime{40'000};

    //! `usualPort`: where a server listens that has not written its port. All must outlive this.
    ServerControl(const ServerFiles &files, ServerApi &api, ServerLauncher &launcher,
        std::function<quint16()> usualPort, const base::Clock &clock, QObject *parent = nullptr);
    ~ServerControl() override;

    const ServerState &state() const { return m_state; }

    //! Looks for a server now, and from then on. Again after the data directory has changed.
    void begin();
    //! Attaches to a server if there is one after all.
    void start();
    void stop();
    void restart();
    //! From the connection to it: it does not do its work, or (empty) does it again.
    void setAiling(const QString &problem);

Q_SIGNALS:
    void changed();
    //! A server runs at state().port, which the API has been told.
    void attached();
    void detached();
    //! It has ended because stop() was called.
    void stopped();

private:
    void setState(ServerPhase phase, const QString &problem = {});
    void look();
    void watchDirectory();
    void follow(qint64 pid);
    void askHealth();
    void takeHealth(const base::Result<Health> &health);
    void launch();
    //! It was told to start the server; the next question whether it is at work comes after `check`.
    void awaitService(std::chrono::milliseconds check);
    void onStep();
    void onEnded();
    void onLaunchFailed(const QString &problem);
    void crash();
    void giveUp(const QString &problem);

    const ServerFiles &m_files;
    ServerApi &m_api;
    ServerLauncher &m_launcher;
    std::function<quint16()> m_usualPort;
    const base::Clock &m_clock;
    ServerState m_state;
    CrashPolicy m_crashes;
    QTimer m_step; //!< the next look, question or try
    QTimer m_deadline; //!< of Starting and Stopping
    QDeadlineTimer m_lookEnd; //!< of Looking at a process
    QDeadlineTimer m_serviceCheck; //!< the next one
    QFileSystemWatcher m_directory;
    std::unique_ptr<platform::ProcessWatch> m_watch; //!< while its process lives
    bool m_isAttached = false; //!< attached() was told, and detached() not yet
    bool m_isAsking = false;
    int m_generation = 0; //!< of the process that is asked
    bool m_startAfterStop = false;
    bool m_wroteFiles = false; //!< so their absence tells of a good end
    bool m_startedHere = false;
};

} // namespace tray
