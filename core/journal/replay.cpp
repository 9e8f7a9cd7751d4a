#include "core/journal/replay.h"

#include "core/journal/recordfile.h"
#include "core/journal/timelineindex.h"

#include <algorithm>

namespace journal {

namespace {

constexpr base::Sequence MinRecordBytes = 40; // {"seq":1,"at":0,"type":"unknown","line":""}

void appendText(model::MessageBody &body, const QString &text)
{
    if (auto *said = std::get_if<model::Text>(&body))
        said->text += text;
    else if (auto *thought = std::get_if<model::Thought>(&body))
        thought->text += text;
    else if (auto *prompt = std::get_if<model::Prompt>(&body))
        prompt->text += text;
    else if (auto *notice = std::get_if<model::Notice>(&body))
        notice->text += text;
    else if (auto *tool = std::get_if<model::ToolCall>(&body))
        tool->output += text;
}

} // namespace

Replay::Replay(const RecordFile &file, TimelineIndex &index)
    : m_file(file)
    , m_index(index)
    , m_lastSeq(index.end().seq - 1)
    , m_lastEnd(index.end().offset)
{
}

base::Result<void> Replay::run()
{
    LineScanner scanner(m_file, m_index.end().offset);
    for (;;) {
        const base::Result<bool> more = scanner.next();
        if (!more)
            return tl::unexpected<base::Error>(more.error());
        if (!*more)
            return {};
        const base::Result<model::Record> record = model::decodeRecord(scanner.line());
        if (!record || !fits(record->seq, scanner.place())) {
            m_index.skip(scanner.place());
            ++m_lostLines;
            continue;
        }
        base::Result<void> applied = m_index.apply(*record, scanner.place());
        if (!applied)
            return applied;
        if (m_index.wantsWriting())
            m_index.write();
        remember(*record);
    }
}

bool Replay::fits(base::Sequence seq, Place place) const
{
    if (seq <= m_lastSeq)
        return false;
    // between the last one and this one there may be lines that do not decode, of one record or of several
    // each
    const auto lostBytes = static_cast<base::Sequence>(place.offset - m_lastEnd);
    return seq - m_lastSeq - 1 <= std::max(m_lostLines, lostBytes / MinRecordBytes);
}

void Replay::remember(const model::Record &record)
{
    m_lastSeq = record.seq;
    m_lostLines = 0;
    m_lastEnd = m_index.end().offset;
    if (const auto *changed = std::get_if<model::MessageChanged>(&record.body)) {
        if (changed->message.open)
            m_open.insert(changed->message.id, changed->message);
        else
            m_open.remove(changed->message.id);
    } else if (const auto *appended = std::get_if<model::MessageAppended>(&record.body)) {
        const auto message = m_open.find(appended->id);
        if (message != m_open.end())
            appendText(message->body, appended->text);
    } else if (const auto *changedState = std::get_if<model::StateChanged>(&record.body)) {
        m_state = changedState->state;
    }
}

QList<model::Message> Replay::open() const
{
    QList<model::Message> messages = m_open.values();
    std::sort(messages.begin(), messages.end(),
        [](const model::Message &a, const model::Message &b) { return a.seq < b.seq; });
    return messages;
}

} // namespace journal
