#include "core/agents/run.h"

#include "core/base/logging.h"
#include "core/provider/commandjson.h"

#include <QPointer>

#include <algorithm>

namespace agents {

namespace {

//! What a terminal shows again to who comes later.
constexpr qint64 TerminalReplayBytes = qint64{256} * 1024;
//! A program on a terminal has no turns after which its output could be released.
constexpr qint64 TerminalRestBytes = qint64{256} * 1024;

} // namespace

Run::Run(QString folder, RunDocument document, std::unique_ptr<provider::Protocol> protocol,
    std::unique_ptr<process::Transport> transport)
    : m_folder(std::move(folder))
    , m_document(std::move(document))
    , m_protocol(std::move(protocol))
    , m_transport(std::move(transport))
{
    using process::Transport;
    connect(m_transport.get(), &Transport::started, this, &Run::onStarted);
    connect(m_transport.get(), &Transport::outputRead, this, &Run::onOutput);
    connect(m_transport.get(), &Transport::lineDropped, this, &Run::lineDropped);
    connect(m_transport.get(), &Transport::stalled, this, &Run::stalled);
    connect(m_transport.get(), &Transport::done, this, &Run::onDone);
}

Run::~Run()
{
    m_transport->disconnect(this);
}

void Run::start(const process::LaunchPlan &plan)
{
    m_terminal = plan.terminal;
    m_transport->start(plan);
}

void Run::takeOver(const process::LaunchPlan &plan, const journal::RunTrace &trace)
{
    m_terminal = plan.terminal;
    m_position = m_document.rest.offset;
    m_taken = std::max(trace.taken, m_position);
    m_caughtUp = false;
    for (const model::Record &record : trace.inputs) {
        const auto &input = std::get<model::InputGiven>(record.body);
        if (const auto command = provider::commandFromJson(input.command))
            m_due.push_back({record.seq, input.offset, *command});
    }
    m_transport->attach(plan, m_position);
}

qint64 Run::inputOffset() const
{
    if (m_caughtUp)
        return m_position;
    return std::max({m_position, m_taken, m_due.empty() ? 0 : m_due.back().offset});
}

QByteArray Run::wire(const QByteArray &line) const
{
    return m_terminal ? line : line + '\n';
}

void Run::writeLines(QList<QByteArray> lines, base::Sequence record)
{
    lines += m_protocol->takeReplies();
    for (const QByteArray &line : lines) {
        process::InputPlace place{m_position, static_cast<qint64>(record), 0};
        // What was fed has its place before what a person gave at the same point.
        const bool follows = place.offset == m_lastPlace.offset && place.record <= m_lastPlace.record;
        if (follows)
            place = m_lastPlace;
        ++place.index;
        m_lastPlace = place;
        m_transport->write(place, wire(line));
    }
}

void Run::begin()
{
    if (std::exchange(m_begun, true))
        return;
    if (m_document.rest.protocol) {
        m_protocol->goOnFrom(*m_document.rest.protocol);
        writeLines({}, 0);
    } else {
        writeLines(m_protocol->open(), 0);
    }
    takeEvents(m_caughtUp); // else it was so before the restart
}

void Run::takeEvents(bool isNew)
{
    (isNew ? m_said : m_repeated) += m_protocol->takeEvents();
}

void Run::tellSoon()
{
    if ((m_said.isEmpty() && m_repeated.isEmpty()) || std::exchange(m_tellsSoon, true))
        return;
    QMetaObject::invokeMethod(
        this,
        [this] {
            m_tellsSoon = false;
            tell();
        },
        Qt::QueuedConnection);
}

void Run::onStarted()
{
    m_started = true;
    begin();
    giveDue();
    checkCaughtUp();
    const QPointer<Run> self(this);
    tell();
    if (self)
        Q_EMIT started();
}

void Run::give(base::Sequence record, qint64 offset, const provider::Command &command)
{
    m_due.push_back({record, offset, command});
    giveDue();
    tellSoon();
}

void Run::giveDue()
{
    while (m_begun && !m_due.empty() && m_due.front().offset <= m_position) {
        const Due due = std::move(m_due.front());
        m_due.pop_front();
        const auto lines = m_protocol->encode(due.command);
        if (lines)
            writeLines(*lines, due.record);
        else if (m_caughtUp)
            Q_EMIT refused(lines.error());
        takeEvents(m_position >= m_taken);
    }
}

void Run::checkCaughtUp()
{
    if (m_caughtUp || m_position < m_taken || !m_due.empty())
        return;
    const QPointer<Run> self(this);
    tell();
    if (!self)
        return;
    m_caughtUp = true;
    Q_EMIT caughtUp();
}

void Run::tell()
{
    const QPointer<Run> self(this);
    if (!m_repeated.isEmpty())
        Q_EMIT repeated(std::exchange(m_repeated, {}));
    if (self && !m_said.isEmpty())
        Q_EMIT said(std::exchange(m_said, {}));
}

void Run::onOutput(const QList<process::Output> &output)
{
    const QPointer<Run> self(this);
    begin();
    giveDue();
    for (const process::Output &piece : output) {
        if (m_terminal) {
            onTerminalOutput(piece);
        } else {
            takePiece(piece.bytes, piece.end);
            if (self && m_position > m_taken)
                Q_EMIT lineRead(piece.bytes);
        }
        if (!self)
            return;
    }
    tell();
    if (self && m_terminal && m_position - m_document.rest.offset >= TerminalRestBytes)
        Q_EMIT restDue();
}

void Run::takePiece(const QByteArray &bytes, qint64 end)
{
    const provider::Events events = m_protocol->feed(bytes);
    m_position = end;
    (m_position > m_taken ? m_said : m_repeated) += events;
    for (const provider::Event &event : events) {
        if (const auto *choices = std::get_if<provider::ChoicesReported>(&event))
            m_document.choices = *choices;
    }
    writeLines({}, 0);
    giveDue();
    checkCaughtUp();
}

// A terminal's output comes in pieces that are other ones when it is read again after a restart. It is cut
// where something may be answered or has its place, so that each input has the same place again.
void Run::onTerminalOutput(const process::Output &piece)
{
    const QPointer<Run> self(this);
    const qint64 begin = piece.end - piece.bytes.size();
    qsizetype taken = 0;
    while (self && taken < piece.bytes.size()) {
        const qsizetype length = cutOf(QByteArrayView(piece.bytes).sliced(taken));
        const QByteArray part = piece.bytes.sliced(taken, length);
        taken += length;
        takePiece(part, begin + taken);
    }
    if (self)
        Q_EMIT terminalRead(piece.bytes);
}

qsizetype Run::cutOf(QByteArrayView bytes) const
{
    qsizetype length = bytes.size();
    const auto *end = std::find_if(bytes.begin(), bytes.end(), [](char byte) {
        return byte == '\a' || byte == '\\'; // what ends a control string (ECMA-48 5.6)
    });
    if (end != bytes.end())
        length = end - bytes.begin() + 1;
    for (const qint64 place : {m_taken, m_due.empty() ? 0 : m_due.front().offset}) {
        if (place > m_position)
            length = std::min<qint64>(length, place - m_position);
    }
    return length;
}

void Run::onDone(const process::ProcessResult &result)
{
    const QPointer<Run> self(this);
    begin();
    m_due.clear(); // nobody is there to take it
    m_taken = std::min(m_taken, m_position);
    checkCaughtUp();
    if (self)
        tell();
    if (self)
        Q_EMIT ended(result, m_protocol->closed(result));
}

void Run::stop()
{
    QByteArray farewell;
    if (!m_terminal && m_begun && m_caughtUp) {
        if (const auto lines = m_protocol->encode(provider::Interrupt{})) {
            for (const QByteArray &line : *lines + m_protocol->takeReplies())
                farewell += wire(line);
        }
    }
    m_stopping = true;
    m_transport->stop(farewell);
    m_transport->resume(); // a full disk may have paused it, and then its end would never be seen
}

void Run::noteRest(qint64 journalBytes)
{
    if (!m_caughtUp || !m_due.empty() || m_stopping)
        return;
    auto rest = m_protocol->rest();
    if (!rest)
        return;
    m_document.rest = {m_position, journalBytes, std::move(rest)};
    if (const auto saved = m_document.save(m_folder); !saved) {
        qCWarning(base::logAgents).noquote() << QStringLiteral("[Agent] %1").arg(saved.error().message);
        return; // from the last one, then
    }
    m_transport->release(m_terminal ? std::max<qint64>(0, m_position - TerminalReplayBytes) : m_position);
}

} // namespace agents
