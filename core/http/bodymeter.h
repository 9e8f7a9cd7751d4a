#pragma once

#include "core/http/requesthead.h"

#include <optional>

namespace http {

//! Counts a request's body to its end without keeping any of it; pure. Chunked syntax (RFC 9112, section 7.1)
//! is taken strictly: CR LF only, no blanks around sizes, no trailer fields. A body over the limit is 413,
//! bad syntax 400.
class BodyMeter
{
public:
    //! All chunk extensions of one body together; nothing that we know of sends any.
    static constexpr quint64 MaxExtensionBytes = 16 * 1024;

    //! `maxBytes` bounds the content, and once more what the chunking itself may add.
    BodyMeter(const RequestHead &head, quint64 maxBytes);

    //! Takes bytes up to the end of the body and says how many; takes nothing after done or a failure.
    qsizetype feed(QByteArrayView bytes);

    bool isDone() const { return m_stage == Stage::Done; }
    const std::optional<ProtocolError> &error() const { return m_error; }
    //! Bytes of content seen so far.
    quint64 contentSize() const { return m_content; }

private:
    enum class Stage {
        Content, //!< Content-Length: m_left bytes to go
        Size,
        Extension,
        SizeEnd, //!< LF after the size line
        Data, //!< m_left bytes of the chunk to go
        DataEnd,
        DataEndLineFeed,
        LastEnd, //!< CR of the empty line that ends the body
        LastLineFeed,
        Done,
        Failed,
    };

    void fail(int status, const char *message);
    void takeFraming(char c);
    void takeSizeChar(char c);
    qsizetype takeContent(QByteArrayView bytes);

    quint64 m_maxBytes;
    Stage m_stage;
    quint64 m_left = 0;
    quint64 m_content = 0;
    quint64 m_overhead = 0;
    quint64 m_extension = 0;
    int m_digits = 0;
    std::optional<ProtocolError> m_error;
};

} // namespace http
