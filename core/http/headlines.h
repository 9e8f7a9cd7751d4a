#pragma once

#include <QByteArray>
#include <QByteArrayView>

namespace http {

//! Cuts the lines of a message head out of bytes as they come and counts the bytes against a limit; pure. A
//! line ends with CR LF and has no other CR or LF in it: a lone one is where two parsers would part ways
//! (RFC 9112, section 2.2).
class HeadLines
{
public:
    enum class State {
        Line, //!< a whole line was cut off
        Incomplete, //!< its end is still missing
        TooLarge,
        BareLineFeed,
        BareCarriageReturn,
    };

    struct Cut
    {
        State state = State::Incomplete;
        qsizetype taken = 0;
        QByteArrayView line; //!< without CR LF; valid until the next call and as long as the bytes given
    };

    explicit HeadLines(qsizetype maxBytes);

    //! Takes bytes up to the end of one line.
    Cut cut(QByteArrayView bytes);

    //! Bytes taken so far.
    qsizetype size() const { return m_size; }
    qsizetype maxBytes() const { return m_maxBytes; }

private:
    qsizetype m_maxBytes;
    qsizetype m_size = 0;
    QByteArray m_begun; //!< a line that came in pieces
    bool m_isWhole = false; //!< m_begun was handed out and is to be forgotten
};

} // namespace http
