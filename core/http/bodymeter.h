#pragma once

#include "core/http/exchange.h"

#include <optional>

namespace http {

//! Counts a body to its end without keeping any of it; pure. Content costs the same however long it is.
//! Chunked syntax (RFC 9112, section 7.1) is taken strictly: CR LF only, no blanks around sizes. A request's
//! body is bounded (413) and has no trailer fields, bad syntax is 400. A response's body has any length, may
//! have trailer fields, and all that is wrong with it is 502.
class BodyMeter
{
public:
    //! All chunk extensions of one request, or those of one chunk of a response; nothing that we know of
    //! sends any.
    static constexpr quint64 MaxExtensionBytes = 16ULL * 1024;
    //! All trailer fields of a response.
    static constexpr quint64 MaxTrailerBytes = 16ULL * 1024;

    //! `maxBytes` bounds the content, and once more what the chunking itself may add.
    BodyMeter(const RequestHead &head, quint64 maxBytes);
    //! A response's body.
    BodyMeter(const ResponseHead &head, const Exchange &exchange);

    //! Takes bytes up to the end of the body and says how many; takes nothing after done or a failure.
    qsizetype feed(QByteArrayView bytes);

    bool isDone() const { return m_stage == Stage::Done; }
    //! Whether the end of the connection is the end of the body. If it is not, and the body is not done, the
    //! body was cut off.
    bool endsWithConnection() const { return m_stage == Stage::UntilClose; }
    const std::optional<ProtocolError> &error() const { return m_error; }
    //! Bytes of content seen so far.
    quint64 contentSize() const { return m_content; }

private:
    enum class Stage {
        UntilClose,
        Content, //!< Content-Length: m_left bytes to go
        Size,
        Extension,
        SizeEnd, //!< LF after the size line
        Data, //!< m_left bytes of the chunk to go
        DataEnd,
        DataEndLineFeed,
        LastEnd, //!< CR of the empty line that ends the body, or a trailer field
        TrailerName,
        TrailerValue,
        TrailerLineFeed,
        LastLineFeed,
        Done,
        Failed,
    };

    static Stage firstStage(Framing framing);
    void fail(int status, const char *message);
    void takeFraming(char c);
    void takeSizeChar(char c);
    void takeExtensionChar(char c);
    void takeTrailerChar(char c);
    qsizetype takeContent(QByteArrayView bytes);

    bool m_isResponse = false;
    quint64 m_maxBytes;
    Stage m_stage;
    quint64 m_left = 0;
    quint64 m_content = 0;
    quint64 m_overhead = 0;
    quint64 m_extension = 0;
    quint64 m_trailer = 0;
    int m_digits = 0;
    std::optional<ProtocolError> m_error;
};

} // namespace http
