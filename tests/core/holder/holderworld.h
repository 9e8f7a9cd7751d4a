#pragma once

#include "core/holder/holdertransport.h"
#include "tests/core/process/scriptedplan.h"

#include <QTemporaryDir>

#include <memory>

//! What tests wait at most; they wait for signals, never for time.
constexpr int Patience = 60000;

//! Notes everything that a Transport says, and how it was said.
class TransportRecorder : public QObject
{
    Q_OBJECT

public:
    explicit TransportRecorder(process::Transport &transport);

    //! The number behind `word` in the first line that begins with it; 0 if there is none.
    qint64 number(const QByteArray &word) const;
    //! Of every line that begins with `word`.
    QList<qint64> numbers(const QByteArray &word) const;
    QByteArray joined() const { return lines.join(); }

    int startedCount = 0;
    int doneCount = 0;
    bool saidAfterDone = false;
    QList<QByteArray> lines; //!< or pieces of a terminal
    QList<qint64> ends;
    QList<qsizetype> dropped;
    QStringList stalls;
    process::ProcessResult result;
};

//! A server's side of one holder: what a server does that starts, is killed and starts again. The transport
//! is replaced, the holder and its child stay.
class HeldChild
{
public:
    HeldChild(const holder::HolderSettings &settings, const QString &path);
    //! Nothing of it stays, whatever the test came to.
    ~HeldChild();
    HeldChild(const HeldChild &) = delete;
    HeldChild &operator=(const HeldChild &) = delete;

    void start(const process::LaunchPlan &plan);
    //! The server is gone as by SIGKILL: nothing is said to the holder.
    void dropServer();
    void attach(qint64 offset);

    holder::HolderTransport &transport() { return *m_transport; }
    TransportRecorder &seen() { return *m_seen; }
    const holder::HolderFolder &folder() const { return m_folder; }
    //! 0 if it is gone.
    pid_t holderPid() const;
    //! All that carries its mark and lives.
    QList<qint64> marked() const;
    QByteArray file(const char *name) const;

private:
    void renew();

    holder::HolderSettings m_settings;
    holder::HolderFolder m_folder;
    process::LaunchPlan m_plan;
    std::unique_ptr<holder::HolderTransport> m_transport;
    std::unique_ptr<TransportRecorder> m_seen;
};

//! A directory for holders, which goes with the test.
class HolderWorld
{
public:
    HolderWorld();

    //! A new holder's; its name is used once on this machine, since it is a mark, too.
    std::unique_ptr<HeldChild> held();
    QString path() const { return m_directory.path(); }

    holder::HolderSettings settings;

private:
    QTemporaryDir m_directory;
};

//! Of a process: the number in the line of /proc/PID/status that begins with `name`.
qint64 statusNumber(qint64 pid, const QByteArray &name, int base = 10);
//! What its descriptors point to.
QStringList descriptorsOf(qint64 pid);
