#include "core/provider/terminal/attentionparser.h"

#include "core/provider/terminal/oscsignal.h"

#include <algorithm>
#include <utility>

namespace terminal {

namespace {

constexpr char Bell = '\a';
constexpr char Escape = '\x1b';
constexpr char Cancel = '\x18';
constexpr char Substitute = '\x1a';
constexpr qsizetype MaxSequenceBytes = 64;

} // namespace

QList<Signal> AttentionParser::feed(QByteArrayView bytes)
{
    const char *at = bytes.begin();
    while (at != bytes.end()) {
        if (m_state == State::Text) {
            at = std::find_if(at, bytes.end(), [](char byte) { return byte == Escape || byte == Bell; });
            if (at == bytes.end())
                break;
            if (*at == Bell)
                m_signals.append(BellRung{});
            else
                enter(State::Escape);
            ++at;
            continue;
        }
        const char byte = *at++;
        if (byte == Cancel || byte == Substitute) { // ECMA-48: ends any sequence
            enter(State::Text);
            continue;
        }
        switch (m_state) {
        case State::Text:
            break;
        case State::Escape:
            onEscaped(byte);
            break;
        case State::ControlSequence:
            onControlSequenceByte(byte);
            break;
        case State::Command:
        case State::OtherString:
            onStringByte(byte);
            break;
        case State::StringEscape:
            if (byte == '\\')
                endString();
            else
                onEscaped(byte); // it was cut off by another sequence
            break;
        }
    }
    return std::exchange(m_signals, {});
}

void AttentionParser::enter(State state)
{
    m_state = state;
    m_length = 0;
    m_text.clear();
}

void AttentionParser::onEscaped(char byte)
{
    switch (byte) {
    case '[':
        enter(State::ControlSequence);
        break;
    case ']':
        enter(State::Command);
        m_isCommand = true;
        break;
    case 'P':
    case 'X':
    case '^':
    case '_':
        enter(State::OtherString);
        m_isCommand = false;
        break;
    case Escape:
        enter(State::Escape);
        break;
    case Bell:
        m_signals.append(BellRung{});
        enter(State::Text);
        break;
    default:
        enter(State::Text); // two characters; of a longer one the rest is text, which says nothing
    }
}

void AttentionParser::onStringByte(char byte)
{
    if (byte == Escape) {
        m_state = State::StringEscape;
        return;
    }
    if (byte == Bell && m_isCommand) {
        endString();
        return;
    }
    if (++m_length > MaxStringBytes) {
        enter(State::Text);
        return;
    }
    if (m_isCommand && m_length <= MaxCommandBytes)
        m_text.append(byte);
}

void AttentionParser::endString()
{
    if (m_isCommand && m_length <= MaxCommandBytes) {
        if (auto signal = signalOf(m_text))
            m_signals.append(*std::move(signal));
    }
    enter(State::Text);
}

void AttentionParser::onControlSequenceByte(char byte)
{
    if (byte == Escape) {
        enter(State::Escape);
        return;
    }
    if (byte == Bell) {
        m_signals.append(BellRung{}); // a control character within a sequence is carried out at once
        return;
    }
    const bool isFinal = byte >= '@' && byte <= '~';
    if (!isFinal) {
        if (m_text.size() < MaxSequenceBytes)
            m_text.append(byte);
        else
            enter(State::Text);
        return;
    }
    if ((byte == 'h' || byte == 'l') && m_text.startsWith('?')
        && m_text.mid(1).split(';').contains(QByteArrayLiteral("2004")))
        m_signals.append(PasteModeChanged{byte == 'h'});
    enter(State::Text);
}

} // namespace terminal
