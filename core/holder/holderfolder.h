#pragma once

#include "core/base/result.h"
#include "core/process/filedescriptor.h"

#include <QString>

#include <optional>

namespace holder {

//! How a held child ended, as its holder left it on disk.
struct EndReport
{
    int exitCode = 0;
    int signal = 0; //!< 0: it exited
    bool stopRequested = false;
    qint64 outputEnd = 0;
    int left = 0; //!< processes that did not die
};

//! The folder of one holder: see PROTOCOL.md for what is in it.
class HolderFolder
{
public:
    explicit HolderFolder(QString path);

    const QString &path() const { return m_path; }
    //! What its child carries in the environment (process::ProcessTree). The whole path: a copy of a data
    //! directory must not end what belongs to the other.
    QByteArray mark() const;
    //! The last part of the path.
    QString id() const;
    bool exists() const;

    base::Result<void> create() const;
    //! Makes `socket` and listens on it, however long the path is.
    base::Result<process::FileDescriptor> listen() const;
    //! NotFound: nobody listens there; the holder is gone or never was.
    base::Result<process::FileDescriptor> connect() const;
    base::Result<process::FileDescriptor> openOutput() const;

    //! The machine was restarted since its holder was started.
    bool isFromBeforeBoot() const;
    std::optional<EndReport> endReport() const;
    qint64 outputSize() const;
    //! The holder has come so far as to start the child.
    bool hasOutput() const;
    //! The end of what the child wrote to its standard error, as text.
    QString errors() const;

    //! Off the event loop: an output may be long.
    void removeLater() const;

private:
    QString m_path;
};

//! The folders in `directory`, each of a holder that lives or lived.
QList<HolderFolder> holderFoldersIn(const QString &directory);

} // namespace holder
