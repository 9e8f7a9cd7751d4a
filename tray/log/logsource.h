#pragma once

#include <QObject>
#include <QStringList>

namespace tray {

//! A log that is followed: what is there, and what comes.
class LogSource : public QObject
{
    Q_OBJECT

public:
    using QObject::QObject;

    //! Where it is, for a person.
    virtual QString name() const = 0;
    virtual void start() = 0;

Q_SIGNALS:
    void linesRead(const QStringList &lines);
    //! It began anew: rotated or emptied. What was read before is history.
    void begunAnew();
    void failed(const QString &problem);
};

} // namespace tray
