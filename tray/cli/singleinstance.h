#pragma once

#include <QLocalServer>
#include <QLockFile>
#include <QObject>

#include <memory>

namespace tray {

//! Sees to it that one tray runs for a user and a data directory. A second one has the first show itself.
class SingleInstance final : public QObject
{
    Q_OBJECT

public:
    //! `directory` is private to the user.
    SingleInstance(const QString &directory, const QString &dataDirectory, QObject *parent = nullptr);

    //! True: this is the first. False: another one runs, and was told to show itself.
    bool claim();

Q_SIGNALS:
    //! Somebody started a second one.
    void showWanted();

private:
    void tellFirst() const;

    QString m_socket;
    QLockFile m_lock;
    QLocalServer m_server;
};

} // namespace tray
