#pragma once

#include "core/base/result.h"
#include "core/process/filedescriptor.h"

#include <QByteArray>
#include <QObject>

#include <memory>

QT_FORWARD_DECLARE_CLASS(QSocketNotifier)

namespace process {

//! A pipe that a child writes to and we read from. Unlike QProcess it reads only when it is told to, so that
//! a child that is too fast is held back by the kernel and not by our memory.
class OutputPipe : public QObject
{
    Q_OBJECT

public:
    explicit OutputPipe(QObject *parent = nullptr);
    ~OutputPipe() override;

    //! Io with the reason, if there are no file descriptors left.
    base::Result<void> open();

    //! To be given to the child (both ends close on exec). Close it here once the child has its copy.
    int childEnd() const { return m_childEnd.get(); }
    void closeChildEnd() { m_childEnd.reset(); }

    //! While it is on, readable() comes as long as there is something to read.
    void setReading(bool reading);
    //! At most maxBytes of what is there now; never waits.
    QByteArray read(qsizetype maxBytes);
    //! Nobody can write to it any more and all was read.
    bool atEnd() const { return m_atEnd; }
    void close();

Q_SIGNALS:
    void readable();

private:
    FileDescriptor m_ownEnd;
    FileDescriptor m_childEnd;
    std::unique_ptr<QSocketNotifier> m_notifier;
    bool m_atEnd = false;
};

} // namespace process
