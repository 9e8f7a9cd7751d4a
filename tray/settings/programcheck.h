#pragma once

#include <QObject>
#include <QProcess>
#include <QTimer>

#include <memory>

namespace tray {

//! Says whether a CLI is there and which version it has, by asking it.
class ProgramCheck final : public QObject
{
    Q_OBJECT

public:
    static constexpr std::chrono::seconds Patience{10};

    //! `name`: what is looked for when nothing is set ("claude").
    explicit ProgramCheck(QString name, QObject *parent = nullptr);
    ~ProgramCheck() override;

    //! Ends a check that is under way.
    void start(const QString &setting);

Q_SIGNALS:
    //! "2.1.330 (/usr/bin/claude)", or what is wrong.
    void finished(bool found, const QString &words);

private:
    void drop();

    QString m_name;
    QString m_path;
    std::unique_ptr<QProcess> m_process;
    QTimer m_deadline;
};

//! The first line's version: "2.1.330 (Claude Code)" and "codex-cli 0.169.0" alike.
QString versionIn(const QString &output);

} // namespace tray
