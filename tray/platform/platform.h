#pragma once

#include "core/base/result.h"

#include <QString>
#include <QStringList>
#include <QUrl>

#include <chrono>
#include <optional>

//! What is different on every system. linux.cpp has it for Linux; another system needs a file like it, and
//! nothing else of the tray.
namespace tray::platform {

//! A program and its arguments.
struct CommandLine
{
    QString program;
    QStringList arguments;
};

//! The process that holds the lock of a data directory; nullopt: nobody. It is never taken for this, since a
//! server that starts just then would give up.
std::optional<qint64> lockHolder(const QString &lockFile);

bool isAlive(qint64 pid);
//! Asks it to end, in good order.
bool askToEnd(qint64 pid);

//! Starts a program that outlives this one; what it writes goes to `logFile`. Its pid.
base::Result<qint64> startDetached(
    const CommandLine &command, const QString &workingDirectory, const QString &logFile);

//! The service that runs the server, when one is installed for this user.
struct Service
{
    CommandLine start;
    CommandLine stop;
    CommandLine followLog; //!< its log so far and what comes
    CommandLine lastLine; //!< what it has written last; see sinceTime()
    CommandLine tellState; //!< prints what isAtWork() reads
    QString name;
};
std::optional<Service> installedService();
//! The same for what was written since then (Unix time).
CommandLine sinceTime(CommandLine lastLine, std::chrono::seconds time);
//! By what `tellState` printed: it is started or starting. One that ended and is to be tried again is
//! neither.
bool isAtWork(const QByteArray &state);
//! Whether the service started that process.
bool belongsTo(const Service &service, qint64 pid);

//! Whether the tray starts when its user logs in.
bool startsAtLogin();
base::Result<void> setStartsAtLogin(bool starts);

//! Shows an address in the user's browser; also without a GUI of ours.
bool openInBrowser(const QUrl &url);

//! What is wrong when this program was not started on a desktop, as far as that can be seen without
//! connecting to it.
base::Result<void> findDesktop();

//! Becomes the same program anew, with the same arguments. Returns only if that is not possible.
void startAnew(char **arguments);

//! Where this user's programs keep sockets; private to the user.
QString runtimeDirectory();

//! What keeps the tray small and quick to start, for as long as the QApplication is made: what it starts must
//! not inherit it. With it a desktop that does not answer is no end of the program without a word.
class GuiPreparation
{
public:
    GuiPreparation();
    ~GuiPreparation();
    Q_DISABLE_COPY_MOVE(GuiPreparation)

    //! What is wrong when the platform that the QApplication has come to is the one for no desktop.
    static base::Result<void> checkDesktop(const QString &platformName);

private:
    QStringList m_variables;
};

} // namespace tray::platform
