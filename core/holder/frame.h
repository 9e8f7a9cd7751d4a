#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

//! What a holder and a server say to each other; see PROTOCOL.md. Plain C++, because the holder does without
//! Qt.
namespace holder {

//! A longer one is refused: the longest line of a CLI (64 MiB) with its fields.
constexpr std::uint32_t MaxFrameBytes = 80U * 1024 * 1024;

//! One message on the wire: its type and its fields. A field may come several times; one of an unknown tag is
//! for a newer program and is passed over.
class Frame
{
public:
    explicit Frame(std::uint8_t type = 0)
        : m_type(type)
    {
    }

    std::uint8_t type() const { return m_type; }

    void add(std::uint8_t tag, std::string_view bytes);
    void addNumber(std::uint8_t tag, std::uint64_t number);

    //! The first of this tag; empty if there is none.
    std::string_view bytes(std::uint8_t tag) const;
    std::vector<std::string_view> all(std::uint8_t tag) const;
    //! `otherwise` if it is missing or no number.
    std::uint64_t number(std::uint8_t tag, std::uint64_t otherwise = 0) const;

    //! As it goes over the wire.
    std::string encode() const;

private:
    friend class FrameReader;

    std::uint8_t m_type;
    std::string m_fields; //!< encoded
};

//! Cuts a byte stream into Frames.
class FrameReader
{
public:
    void feed(std::string_view bytes) { m_buffer.append(bytes); }
    //! The next whole one; nullopt if there is none yet or the stream is broken.
    std::optional<Frame> next();
    //! What came cannot be frames; nothing more comes out.
    bool isBroken() const { return m_broken; }
    std::size_t buffered() const { return m_buffer.size() - m_position; }

private:
    std::string m_buffer;
    std::size_t m_position = 0;
    bool m_broken = false;
};

} // namespace holder
