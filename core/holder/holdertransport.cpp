#include "core/holder/holdertransport.h"

#include "core/holder/holderlaunch.h"
#include "core/process/launchcheck.h"
#include "core/process/processtree.h"

#include <QLoggingCategory>
#include <QPointer>
#include <QTimer>

#include <fcntl.h>

namespace holder {

namespace {

Q_LOGGING_CATEGORY(log, "agentmonitor.holder")

constexpr std::chrono::milliseconds ReachAgain{500};

} // namespace

HolderTransport::HolderTransport(const HolderSettings &settings, HolderFolder folder, QObject *parent)
    : Transport(parent)
    , m_settings(settings)
    , m_folder(std::move(folder))
{
    connect(&m_socket, &QLocalSocket::readyRead, this, &HolderTransport::onReadable);
    connect(&m_socket, &QLocalSocket::disconnected, this, &HolderTransport::onLost);
}

HolderTransport::~HolderTransport()
{
    m_socket.disconnect(this);
    m_socket.flush(); // a stop() just before must not be forgotten
}

qint64 HolderTransport::processId() const
{
    return m_processId;
}

void HolderTransport::start(const process::LaunchPlan &plan)
{
    m_plan = plan;
    if (const QString problem = process::problemOf(plan); !problem.isEmpty()) {
        fail(problem);
        return;
    }
    auto listener = m_folder.listen();
    if (!listener) {
        fail(listener.error().message);
        return;
    }
    auto socket = m_folder.connect();
    if (!socket) {
        fail(socket.error().message);
        return;
    }
    startHolder(
        m_settings.program, m_folder, *listener, this, [this](const QString &problem) { fail(problem); });
    connectTo(std::move(*socket));
    launch();
}

void HolderTransport::attach(const process::LaunchPlan &plan, qint64 offset)
{
    m_plan = plan;
    m_offset = offset;
    reach();
}

// Only when nobody listens is the holder gone: a connection may also fail because it has too many, or we.
void HolderTransport::reach()
{
    if (m_ending)
        return;
    auto socket = m_folder.connect();
    if (socket)
        connectTo(std::move(*socket));
    else if (socket.error().code == base::ErrorCode::NotFound)
        QMetaObject::invokeMethod(this, &HolderTransport::onGone, Qt::QueuedConnection);
    else
        QTimer::singleShot(ReachAgain, this, &HolderTransport::reach);
}

void HolderTransport::connectTo(process::FileDescriptor socket)
{
    m_frames = {};
    // The socket owns what it is given.
    m_socket.setSocketDescriptor(
        ::fcntl(socket.get(), F_DUPFD_CLOEXEC, 0), QLocalSocket::ConnectedState, QIODevice::ReadWrite);
    m_socket.write(std::exchange(m_unsent, {}));
}

void HolderTransport::launch()
{
    if (!std::exchange(m_launched, true))
        send(launchOf(m_plan, m_settings, m_folder.mark()));
}

void HolderTransport::send(const Message &message)
{
    const std::string bytes = encode(message);
    if (m_socket.state() == QLocalSocket::ConnectedState)
        m_socket.write(bytes.data(), static_cast<qint64>(bytes.size()));
    else if (!m_ending)
        m_unsent.append(bytes.data(), static_cast<qsizetype>(bytes.size()));
}

void HolderTransport::write(const process::InputPlace &place, const QByteArray &bytes)
{
    if (m_ending || m_stopping)
        return;
    send(Input{{static_cast<std::uint64_t>(place.offset), static_cast<std::uint64_t>(place.record),
                   static_cast<std::uint64_t>(place.index)},
        bytes.toStdString()});
}

void HolderTransport::resize(int columns, int rows)
{
    send(Resize{terminalSide(columns), terminalSide(rows)});
}

void HolderTransport::pause()
{
    m_paused = true;
    if (m_output)
        m_output->setPaused(true);
}

void HolderTransport::resume()
{
    m_paused = false;
    if (m_output)
        m_output->setPaused(false);
    else if (m_ending)
        QMetaObject::invokeMethod(this, &HolderTransport::giveDone, Qt::QueuedConnection);
}

void HolderTransport::stop(const QByteArray &farewell)
{
    m_stopping = true;
    send(Stop{farewell.toStdString(), static_cast<std::uint64_t>(m_settings.terminateAfter.count()),
        static_cast<std::uint64_t>(m_settings.killAfter.count())});
}

void HolderTransport::kill()
{
    m_stopping = true;
    send(Stop{{}, 0, 0});
}

void HolderTransport::release(qint64 offset)
{
    send(Release{static_cast<std::uint64_t>(offset)});
}

void HolderTransport::endHolder()
{
    m_socket.disconnect(this);
    send(Dismiss{});
    m_socket.flush();
}

void HolderTransport::dismiss()
{
    endHolder();
    m_folder.removeLater();
}

void HolderTransport::onReadable()
{
    const QByteArray bytes = m_socket.readAll();
    m_frames.feed({bytes.constData(), static_cast<std::size_t>(bytes.size())});
    const QPointer<HolderTransport> self(this);
    while (self && !m_done) {
        const auto frame = m_frames.next();
        if (!frame)
            break;
        const auto message = decode(*frame);
        if (!message)
            continue;
        if (const auto *status = std::get_if<Status>(&*message))
            onStatus(*status);
        else if (const auto *grew = std::get_if<Grew>(&*message))
            growTo(static_cast<qint64>(grew->outputEnd), false);
    }
    if (self && m_frames.isBroken()) {
        qCWarning(log).noquote()
            << QStringLiteral("[Holder] %1 does not speak our protocol").arg(m_folder.path());
        m_socket.disconnect(this);
        m_socket.abort();
        onGone();
    }
}

void HolderTransport::onStatus(const Status &status)
{
    const QPointer<HolderTransport> self(this);
    m_processId = status.phase == Phase::Running ? static_cast<qint64>(status.childPid) : 0;
    if (const QString reason = QString::fromStdString(status.stalled); reason != m_stalled) {
        m_stalled = reason;
        Q_EMIT stalled(reason);
        if (!self)
            return;
    }
    switch (status.phase) {
    case Phase::Waiting:
        // An earlier server made the holder and ended before it told it what to start.
        if (m_offset == 0 && !m_plan.program.isEmpty())
            launch();
        return;
    case Phase::Failed:
        fail(QString::fromStdString(status.error));
        return;
    case Phase::Running:
        m_stopping = m_stopping || status.stopRequested;
        if (!std::exchange(m_started, true))
            Q_EMIT started();
        if (self)
            growTo(static_cast<qint64>(status.outputEnd), false);
        return;
    case Phase::Ended: {
        process::ProcessResult result;
        result.kind = status.signal ? process::EndKind::Killed : process::EndKind::Exited;
        result.exitCode = static_cast<int>(status.exitCode);
        result.signal = static_cast<int>(status.signal);
        result.stopRequested = status.stopRequested;
        result.left = static_cast<int>(status.left);
        endWith(result, static_cast<qint64>(status.outputEnd));
        return;
    }
    }
}

void HolderTransport::openOutput()
{
    if (m_output)
        return;
    auto file = m_folder.openOutput();
    if (!file)
        return;
    m_output = std::make_unique<OutputReader>(std::move(*file), m_offset, !m_plan.terminal);
    m_output->setPaused(m_paused);
    connect(m_output.get(), &OutputReader::outputRead, this, &Transport::outputRead);
    connect(m_output.get(), &OutputReader::lineDropped, this, &Transport::lineDropped);
    connect(m_output.get(), &OutputReader::finished, this, &HolderTransport::giveDone);
}

void HolderTransport::growTo(qint64 end, bool isWhole)
{
    openOutput();
    if (m_output)
        m_output->growTo(end, isWhole);
    else if (isWhole)
        giveDone();
}

void HolderTransport::fail(const QString &error)
{
    process::ProcessResult result;
    result.kind = process::EndKind::NotStarted;
    result.error = error;
    result.stopRequested = m_stopping;
    endWith(result, 0);
}

void HolderTransport::onLost()
{
    // Not from inside the socket's own signal.
    if (!m_ending)
        QTimer::singleShot(0, this, &HolderTransport::reach);
}

// The holder is gone before it said how its child ended: it was killed, or the machine was restarted. What it
// had put on disk is whole all the same.
void HolderTransport::onGone()
{
    if (m_ending)
        return;
    process::ProcessResult result;
    if (const auto report = m_folder.endReport()) {
        result.kind = report->signal ? process::EndKind::Killed : process::EndKind::Exited;
        result.exitCode = report->exitCode;
        result.signal = report->signal;
        result.stopRequested = report->stopRequested;
        result.left = report->left;
    } else if (m_folder.exists() && !m_folder.hasOutput()) {
        fail(QStringLiteral("%1 ended before it could start %2").arg(m_settings.program, m_plan.program));
        return;
    } else {
        result.kind = process::EndKind::Lost;
        result.stopRequested = m_stopping;
        result.error = m_folder.isFromBeforeBoot()
            ? QStringLiteral("Interrupted: the machine was restarted")
            : QStringLiteral("Interrupted: the process that held it was killed");
        process::ProcessTree::ofMark(m_folder.mark()).killAll();
    }
    endWith(result, m_folder.outputSize());
}

void HolderTransport::endWith(const process::ProcessResult &result, qint64 outputEnd)
{
    if (std::exchange(m_ending, true))
        return;
    m_processId = 0;
    m_result = result;
    QMetaObject::invokeMethod(
        this, [this, outputEnd] { growTo(outputEnd, true); }, Qt::QueuedConnection);
}

void HolderTransport::giveDone()
{
    if (m_paused || std::exchange(m_done, true))
        return;
    m_result.stderrTail = m_folder.errors();
    Q_EMIT done(m_result);
}

} // namespace holder
