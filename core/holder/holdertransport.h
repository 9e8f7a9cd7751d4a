#pragma once

#include "core/holder/holderfolder.h"
#include "core/holder/messages.h"
#include "core/holder/outputreader.h"
#include "core/process/transport.h"

#include <QLocalSocket>

#include <memory>

namespace holder {

//! The holder's program and the times of its ladder.
struct HolderSettings
{
    //! 2 GiB of output may wait to be taken over, then the CLI waits.
    static constexpr qint64 DefaultSpoolLimit = qint64{2} * 1024 * 1024 * 1024;

    QString program; //!< agentmonitor-holder
    qint64 spoolLimit = DefaultSpoolLimit;
    std::chrono::milliseconds terminateAfter{3000};
    std::chrono::milliseconds killAfter{5000};
};

//! A CLI in a holder of its own: see PROTOCOL.md. Reads the output from the holder's spool at its own pace,
//! at most OutputReader::SliceBytes between two turns of the event loop. done() never comes from inside a
//! call.
class HolderTransport final : public process::Transport
{
    Q_OBJECT

public:
    //! `folder` exists already; an attach() finds the holder there.
    HolderTransport(const HolderSettings &settings, HolderFolder folder, QObject *parent = nullptr);
    ~HolderTransport() override;

    void start(const process::LaunchPlan &plan) override;
    void attach(const process::LaunchPlan &plan, qint64 offset) override;
    void write(const process::InputPlace &place, const QByteArray &bytes) override;
    void resize(int columns, int rows) override;
    void pause() override;
    void resume() override;
    void stop(const QByteArray &farewell) override;
    //! At once, by SIGKILL, all that came from it.
    void kill();
    //! After done(): the holder may end, and leaves what it has on disk to a server.
    void endHolder();
    void release(qint64 offset) override;
    void dismiss() override;
    qint64 processId() const override;

private:
    void reach();
    void connectTo(process::FileDescriptor socket);
    void launch();
    void send(const Message &message);
    void onReadable();
    void onStatus(const Status &status);
    void onLost();
    void onGone();
    void growTo(qint64 end, bool isWhole);
    void openOutput();
    void fail(const QString &error);
    void endWith(const process::ProcessResult &result, qint64 outputEnd);
    void giveDone();

    const HolderSettings m_settings;
    const HolderFolder m_folder;
    process::LaunchPlan m_plan;
    QLocalSocket m_socket;
    FrameReader m_frames;
    QByteArray m_unsent; //!< until there is a connection
    std::unique_ptr<OutputReader> m_output;
    qint64 m_offset = 0; //!< where reading begins
    qint64 m_processId = 0;
    QString m_stalled;
    process::ProcessResult m_result;
    bool m_launched = false; //!< Launch was sent
    bool m_started = false;
    bool m_paused = false;
    bool m_stopping = false;
    bool m_ending = false; //!< m_result is known
    bool m_done = false;
};

} // namespace holder
