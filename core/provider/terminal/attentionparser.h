#pragma once

#include "core/provider/terminal/signal.h"

#include <QByteArray>
#include <QList>

namespace terminal {

//! Finds in a program's output what it tells its terminal, wherever the output is cut into pieces. It shows
//! nothing and keeps no screen. Every Signal but PasteModeChanged ends with a byte for which endsSignal()
//! holds.
class AttentionParser
{
public:
    //! A longer command is no command that we know: it is passed over.
    static constexpr qsizetype MaxCommandBytes = qsizetype{16} * 1024;
    //! After so much a control string that does not end is taken for text.
    static constexpr qsizetype MaxStringBytes = qsizetype{4} * 1024 * 1024;

    QList<Signal> feed(QByteArrayView bytes);
    //! What was fed until now need not be known to understand what comes.
    bool isBetweenSequences() const { return m_state == State::Text; }

    //! BEL, and the end of ESC \.
    static constexpr bool endsSignal(char byte) { return byte == '\a' || byte == '\\'; }

private:
    enum class State {
        Text,
        Escape, //!< after ESC
        ControlSequence, //!< after ESC [
        Command, //!< after ESC ]
        OtherString, //!< after ESC P, X, ^ or _: DCS, SOS, PM, APC
        StringEscape, //!< after an ESC in one of these two
    };

    void onEscaped(char byte);
    void onStringByte(char byte);
    void onControlSequenceByte(char byte);
    void endString();
    void enter(State state);

    State m_state = State::Text;
    bool m_isCommand = false; //!< of the string that is being read
    qsizetype m_length = 0; //!< of it
    QByteArray m_text; //!< of it, or of the control sequence
    QList<Signal> m_signals;
};

} // namespace terminal
