#pragma once

#include "core/base/secret.h"

#include <QString>

#include <optional>

namespace tray {

//! What a running server leaves in its data directory for programs of the same user.
class ServerFiles
{
public:
    explicit ServerFiles(QString dataDirectory);

    void setDirectory(const QString &directory) { m_directory = directory; }
    const QString &directory() const { return m_directory; }
    QString lockFile() const; //!< see store::DirectoryLock
    QString portFile() const; //!< one line: the port; there while it runs
    QString tokenFile() const; //!< one line of 64 hex digits, mode 0600; new at every start
    QString logFile() const; //!< of a server that the tray has started

    //! What the server has written; nullopt or empty if it is not there, or is something else.
    std::optional<quint16> port() const;
    base::Secret token() const;
    //! A server that ends in good order takes both away.
    bool wereLeftBehind() const;

private:
    QString m_directory;
};

} // namespace tray
