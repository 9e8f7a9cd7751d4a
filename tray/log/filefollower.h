#pragma once

#include "tray/log/loglines.h"
#include "tray/log/logsource.h"

#include <QFile>
#include <QTimer>

namespace tray {

//! Follows a file like `tail -F`: from its last 256 KiB on; a file that is replaced or emptied is begun anew,
//! one that is not there yet is waited for.
class FileFollower final : public LogSource
{
    Q_OBJECT

public:
    static constexpr qint64 FirstBytes = qint64{256} * 1024;
    static constexpr qint64 SliceBytes = qint64{1024} * 1024; //!< in one turn of the event loop
    static constexpr std::chrono::milliseconds Interval{500};

    explicit FileFollower(QString path, QObject *parent = nullptr);

    QString name() const override { return m_path; }
    void start() override;
    //! Reads what is new; called by the timer.
    void look();

private:
    bool reopenIfReplaced();

    QString m_path;
    QFile m_file;
    LogLines m_lines;
    QTimer m_timer;
    bool m_hasBegun = false;
};

} // namespace tray
