#pragma once

#include "core/process/launchplan.h"
#include "core/process/processresult.h"
#include "core/provider/discovery/briefprocess.h"

#include <QObject>
#include <QPointer>

#include <chrono>
#include <optional>

namespace provider {

//! The first thing in a text that looks like a version: "2.1.330 (Claude Code)" → "2.1.330".
std::optional<QString> versionIn(const QString &text);

//! Asks a program for its version by --version.
class VersionQuestion : public QObject
{
    Q_OBJECT

public:
    //! `keeper` owns the process, which may end later than this object.
    VersionQuestion(const process::LaunchPlan &program, std::chrono::milliseconds limit, QObject *keeper);
    ~VersionQuestion() override;

    void start();

Q_SIGNALS:
    //! One of them, once, and not from within start().
    void answered(const QString &version);
    //! Why not, with the program's path.
    void failed(const QString &why);

private:
    void onEnded(const process::ProcessResult &result);
    void fail(const QString &why);
    void letGo();

    QString m_program;
    QPointer<BriefProcess> m_process;
    QByteArray m_output;
};

} // namespace provider
