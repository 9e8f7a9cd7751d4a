#pragma once

#include "core/http/headlines.h"
#include "core/http/requesthead.h"

#include <optional>

namespace http {

//! Reads one HTTP/1.x request head from bytes as they come; pure. It is strict where leniency would let two
//! parties read one byte stream differently (request smuggling): a bare CR or LF, a folded line, a blank
//! before the colon, repeated or odd Content-Length, Content-Length beside Transfer-Encoding, a coding other
//! than "chunked", a missing or second Host, a target that names another host and CONNECT are all 400. A
//! version other than 1.0 and 1.1 is 505, a request line over the limit 414, a head over it 431.
class HeadParser
{
public:
    //! More fields than this are refused: no browser sends a third of it, and Qt's own parsers stop at this
    //! number.
    static constexpr qsizetype MaxFields = 100;

    explicit HeadParser(qsizetype maxBytes);

    //! Takes bytes up to the end of the head and says how many; takes nothing after done or a failure.
    qsizetype feed(QByteArrayView bytes);

    bool isDone() const { return m_stage == Stage::Done; }
    const std::optional<ProtocolError> &error() const { return m_error; }
    //! Bytes taken so far, an ignored empty line before the request line included.
    qsizetype size() const { return m_lines.size(); }
    //! Only when done.
    const RequestHead &head() const { return m_head; }

    //! Ready for the next head.
    void reset();

private:
    enum class Stage { RequestLine, FieldLines, Done, Failed };

    void fail(int status, const char *message);
    void takeLine(QByteArrayView line);
    void takeRequestLine(QByteArrayView line);
    void takeField(QByteArrayView line);
    void finish();
    void decideFraming();

    HeadLines m_lines;
    Stage m_stage = Stage::RequestLine;
    bool m_skippedEmptyLine = false;
    RequestHead m_head;
    std::optional<ProtocolError> m_error;
};

} // namespace http
