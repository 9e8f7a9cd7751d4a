#pragma once

#include "core/http/headlines.h"
#include "core/http/responsehead.h"

#include <optional>

namespace http {

//! Reads one HTTP/1.x response head from bytes as they come; pure. As strict as HeadParser, since a visitor
//! and we must not read one response differently: a bare CR or LF, a folded line, a blank before the colon,
//! repeated or odd Content-Length, Content-Length beside Transfer-Encoding, a coding other than "chunked", a
//! body announced where none can be (1xx, 204), a version other than 1.0 and 1.1. Lenient in one point: the
//! blank before an empty reason may be missing. Every error is a 502: the one who asked has done nothing
//! wrong.
class ResponseHeadParser
{
public:
    static constexpr qsizetype MaxFields = 100;

    explicit ResponseHeadParser(qsizetype maxBytes);

    //! Takes bytes up to the end of the head and says how many; takes nothing after done or a failure.
    qsizetype feed(QByteArrayView bytes);

    bool isDone() const { return m_stage == Stage::Done; }
    const std::optional<ProtocolError> &error() const { return m_error; }
    //! Bytes taken so far; none yet of a response that is only awaited.
    qsizetype size() const { return m_lines.size(); }
    //! Only when done.
    const ResponseHead &head() const { return m_head; }

    //! Ready for the next head.
    void reset();

private:
    enum class Stage { StatusLine, FieldLines, Done, Failed };

    void fail(const char *message);
    void takeLine(QByteArrayView line);
    void takeStatusLine(QByteArrayView line);
    void takeField(QByteArrayView line);
    void finish();
    void decideFraming();

    HeadLines m_lines;
    Stage m_stage = Stage::StatusLine;
    ResponseHead m_head;
    std::optional<ProtocolError> m_error;
};

} // namespace http
