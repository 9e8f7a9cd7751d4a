#pragma once

#include "core/process/transport.h"
#include "core/terminals/terminaldocument.h"

#include <QObject>
#include <QTimer>

#include <memory>

namespace terminals {

inline constexpr int MaxTerminalSide = 1000;
//! The terminalId of the one that an agent itself runs on, which is none of these.
inline constexpr auto AgentTerminal = "agent";

//! A shell on a terminal, in a holder, which may be older than this object. Its output is told as fast as a
//! browser may be expected to take it; what is not told waits in the holder, and then the shell's programs
//! wait, as on every terminal.
class Terminal : public QObject
{
    Q_OBJECT

public:
    static constexpr qint64 BytesPerSecond = qint64{4} * 1024 * 1024;

    //! Of output that nobody is shown again, before the holder is told so.
    static constexpr qint64 ReleaseStep = qint64{64} * 1024;

    //! `folder` is the holder's.
    Terminal(TerminalDocument document, QString folder, std::unique_ptr<process::Transport> transport);
    ~Terminal() override;

    //! `initialCommand` is typed as soon as the shell runs; may be empty.
    void start(const process::LaunchPlan &plan, const QString &initialCommand);
    void takeOver(const process::LaunchPlan &plan);

    const TerminalDocument &document() const { return m_document; }
    QString folderId() const;
    //! The end of what was told by outputRead().
    QByteArray recentOutput() const;

    void type(const QByteArray &bytes);
    void resize(int columns, int rows);
    //! As closing the window; ended() follows.
    void close();
    bool isClosing() const { return m_closing; }

Q_SIGNALS:
    void outputRead(const QByteArray &bytes);
    //! The last signal; exitCode as process::shellExitCode(), `error`: why it could not be started.
    void ended(int exitCode, const QString &error);

private:
    void onOutput(const QList<process::Output> &output);
    void onDone(const process::ProcessResult &result);

    TerminalDocument m_document;
    const QString m_folder;
    std::unique_ptr<process::Transport> m_transport;
    QTimer m_breath;
    QString m_initialCommand;
    qint64 m_position = 0;
    qint64 m_released = 0;
    bool m_closing = false;
};

} // namespace terminals
