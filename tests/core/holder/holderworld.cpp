#include "holderworld.h"

#include "core/process/processtree.h"
#include "tests/paths/testpaths.h"

#include <QCoreApplication>
#include <QDir>

#include <signal.h>

using holder::HolderTransport;
using process::Transport;

TransportRecorder::TransportRecorder(Transport &transport)
{
    const auto note = [this] {
        saidAfterDone = saidAfterDone || doneCount > 0;
    };
    connect(&transport, &Transport::started, this, [this, note] {
        note();
        ++startedCount;
    });
    connect(&transport, &Transport::outputRead, this, [this, note](const QList<process::Output> &output) {
        note();
        for (const process::Output &each : output) {
            lines.append(each.bytes);
            ends.append(each.end);
        }
    });
    connect(&transport, &Transport::lineDropped, this, [this, note](qsizetype bytes) {
        note();
        dropped.append(bytes);
    });
    connect(&transport, &Transport::stalled, this, [this, note](const QString &reason) {
        note();
        stalls.append(reason);
    });
    connect(&transport, &Transport::done, this, [this](const process::ProcessResult &r) {
        ++doneCount;
        result = r;
    });
}

QList<qint64> TransportRecorder::numbers(const QByteArray &word) const
{
    QList<qint64> found;
    for (const QByteArray &line : lines) {
        if (line.startsWith(word + ' '))
            found.append(line.mid(word.size() + 1).toLongLong());
    }
    return found;
}

qint64 TransportRecorder::number(const QByteArray &word) const
{
    return numbers(word).value(0);
}

HeldChild::HeldChild(const holder::HolderSettings &settings, const QString &path)
    : m_settings(settings)
    , m_folder(path)
{
    if (!m_folder.create())
        qFatal("no folder for a holder");
    renew();
}

HeldChild::~HeldChild()
{
    dropServer();
    if (const pid_t pid = holderPid(); pid > 0)
        ::kill(pid, SIGKILL);
    process::ProcessTree::ofMark(m_folder.mark()).killAll();
}

void HeldChild::renew()
{
    m_seen.reset();
    m_transport = std::make_unique<HolderTransport>(m_settings, m_folder);
    m_seen = std::make_unique<TransportRecorder>(*m_transport);
}

void HeldChild::start(const process::LaunchPlan &plan)
{
    m_plan = plan;
    m_transport->start(plan);
}

void HeldChild::dropServer()
{
    m_transport.reset();
}

void HeldChild::attach(qint64 offset)
{
    renew();
    m_transport->attach(m_plan, offset);
}

pid_t HeldChild::holderPid() const
{
    const QByteArray wanted
        = QByteArray("agentmonitor-holder") + '\0' + QFile::encodeName(m_folder.path()) + '\0';
    for (const QString &pid :
        QDir(QStringLiteral("/proc")).entryList({QStringLiteral("[0-9]*")}, QDir::Dirs)) {
        QFile file(QStringLiteral("/proc/%1/cmdline").arg(pid));
        if (file.open(QIODevice::ReadOnly) && file.readAll().endsWith(wanted) && !isGone(pid.toLongLong()))
            return pid.toInt();
    }
    return 0;
}

QList<qint64> HeldChild::marked() const
{
    QList<qint64> pids;
    for (const pid_t pid : process::ProcessTree::ofMark(m_folder.mark()).descendants())
        pids.append(pid);
    return pids;
}

QByteArray HeldChild::file(const char *name) const
{
    QFile file(m_folder.path() + QLatin1Char('/') + QLatin1String(name));
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

HolderWorld::HolderWorld()
{
    settings.program = testpaths::program(QStringLiteral("agentmonitor-holder"));
}

std::unique_ptr<HeldChild> HolderWorld::held()
{
    static int count = 0;
    const QString name = QStringLiteral("h-%1-%2").arg(QCoreApplication::applicationPid()).arg(++count);
    return std::make_unique<HeldChild>(settings, m_directory.filePath(name));
}

qint64 statusNumber(qint64 pid, const QByteArray &name, int base)
{
    QFile file(QStringLiteral("/proc/%1/status").arg(pid));
    if (!file.open(QIODevice::ReadOnly))
        return -1;
    for (const QByteArray &line : file.readAll().split('\n')) {
        if (line.startsWith(name + ':'))
            return line.mid(name.size() + 1).simplified().split(' ').value(0).toLongLong(nullptr, base);
    }
    return -1;
}

QStringList descriptorsOf(qint64 pid)
{
    QStringList targets;
    const QDir directory(QStringLiteral("/proc/%1/fd").arg(pid));
    for (const QString &fd : directory.entryList(QDir::Files | QDir::System | QDir::NoDotAndDotDot)) {
        const QString target = QFile::symLinkTarget(directory.filePath(fd));
        if (!target.isEmpty())
            targets.append(target);
    }
    return targets;
}
