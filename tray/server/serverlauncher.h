#pragma once

#include "core/base/result.h"
#include "tray/api/serverfiles.h"
#include "tray/platform/platform.h"

#include <QObject>

#include <functional>

namespace tray {

//! How a server is started and stopped here.
struct LaunchSettings
{
    QString programDirectory; //!< where the server's program is looked for first
    QStringList arguments; //!< for the server
    //! False when the tray was told of another data directory than the service would take.
    bool mayUseService = true;
};

//! Starts the server: by its service where that is installed, else as a program that outlives the tray and
//! writes to server.log; and asks it to end.
class ServerLauncher final : public QObject
{
    Q_OBJECT

public:
    static constexpr qint64 LogLimit = qint64{8} * 1024 * 1024; //!< when it starts; one old log is kept

    //! `files` must outlive this.
    ServerLauncher(LaunchSettings settings, const ServerFiles &files, QObject *parent = nullptr);

    //! Its pid, or 0 if only the lock will tell. failed() may follow in the latter case.
    base::Result<qint64> start();
    //! Asks the service whether it is at work; failed() with its last words if it is not. Nothing without
    //! one.
    void checkService();
    //! The end of the process tells that it worked.
    bool stop(qint64 pid);
    //! What the service would do by itself after a crash is not done.
    void stopService();

    //! Nullopt: the server is or would be started as a program.
    std::optional<platform::Service> service() const;
    //! What the program started last has written at its end; empty for a service.
    QString lastWords() const;

Q_SIGNALS:
    void failed(const QString &problem);

private:
    //! `done` gets what it printed; failed() if it could not be done. Neither once there was another start().
    void run(const platform::CommandLine &command, std::function<void(const QByteArray &)> done);

    LaunchSettings m_settings;
    const ServerFiles &m_files;
    int m_starts = 0;
    std::chrono::seconds m_startedAt{}; //!< the service, last; Unix time
    qint64 m_logOffset = -1; //!< where the log of the program started last begins
};

} // namespace tray
