#pragma once

#include "tray/log/loglines.h"
#include "tray/log/logsource.h"
#include "tray/platform/platform.h"

#include <QProcess>

namespace tray {

//! Follows what a program prints: the log of a service. The program ends with this object.
class ProgramFollower final : public LogSource
{
    Q_OBJECT

public:
    ProgramFollower(QString name, platform::CommandLine command, QObject *parent = nullptr);
    ~ProgramFollower() override;

    QString name() const override { return m_name; }
    void start() override;

private:
    QString m_name;
    platform::CommandLine m_command;
    QProcess m_process;
    LogLines m_lines;
};

} // namespace tray
