#include "core/holder/frame.h"

#include <cstddef>

namespace holder {

namespace {

constexpr std::size_t LengthBytes = 4;
constexpr std::size_t FieldHeadBytes = 1 + LengthBytes;
constexpr std::size_t NumberBytes = 8;
constexpr int BitsPerByte = 8;
// What was read is thrown away in pieces of this size, not at every frame.
constexpr std::size_t CompactBytes = std::size_t{64} * 1024;
constexpr std::size_t RoomKept = 2 * CompactBytes;

void appendLittleEndian(std::string &to, std::uint64_t value, std::size_t bytes)
{
    for (std::size_t i = 0; i < bytes; ++i)
        to += static_cast<char>(value >> (BitsPerByte * i));
}

std::uint64_t littleEndian(std::string_view bytes)
{
    std::uint64_t value = 0;
    for (std::size_t i = bytes.size(); i-- > 0;)
        value = value << BitsPerByte | static_cast<std::uint8_t>(bytes[i]);
    return value;
}

struct Field
{
    std::uint8_t tag;
    std::string_view bytes;
};

//! Takes the first field off; nullopt if the rest is none.
std::optional<Field> takeField(std::string_view &rest)
{
    if (rest.size() < FieldHeadBytes)
        return std::nullopt;
    const std::uint64_t length = littleEndian(rest.substr(1, LengthBytes));
    if (length > rest.size() - FieldHeadBytes)
        return std::nullopt;
    const Field field{
        static_cast<std::uint8_t>(rest[0]), rest.substr(FieldHeadBytes, static_cast<std::size_t>(length))};
    rest.remove_prefix(FieldHeadBytes + static_cast<std::size_t>(length));
    return field;
}

bool areFields(std::string_view fields)
{
    while (!fields.empty()) {
        if (!takeField(fields))
            return false;
    }
    return true;
}

} // namespace

void Frame::add(std::uint8_t tag, std::string_view bytes)
{
    m_fields += static_cast<char>(tag);
    appendLittleEndian(m_fields, bytes.size(), LengthBytes);
    m_fields += bytes;
}

void Frame::addNumber(std::uint8_t tag, std::uint64_t number)
{
    std::string bytes;
    appendLittleEndian(bytes, number, NumberBytes);
    add(tag, bytes);
}

std::string_view Frame::bytes(std::uint8_t tag) const
{
    std::string_view rest = m_fields;
    while (const std::optional<Field> field = takeField(rest)) {
        if (field->tag == tag)
            return field->bytes;
    }
    return {};
}

std::vector<std::string_view> Frame::all(std::uint8_t tag) const
{
    std::vector<std::string_view> found;
    std::string_view rest = m_fields;
    while (const std::optional<Field> field = takeField(rest)) {
        if (field->tag == tag)
            found.push_back(field->bytes);
    }
    return found;
}

std::uint64_t Frame::number(std::uint8_t tag, std::uint64_t otherwise) const
{
    const std::string_view found = bytes(tag);
    return found.size() == NumberBytes ? littleEndian(found) : otherwise;
}

std::string Frame::encode() const
{
    std::string wire;
    wire.reserve(LengthBytes + 1 + m_fields.size());
    appendLittleEndian(wire, 1 + m_fields.size(), LengthBytes);
    wire += static_cast<char>(m_type);
    wire += m_fields;
    return wire;
}

std::optional<Frame> FrameReader::next()
{
    const std::string_view rest = std::string_view(m_buffer).substr(m_position);
    if (m_broken || rest.size() < LengthBytes)
        return std::nullopt;
    const std::uint64_t length = littleEndian(rest.substr(0, LengthBytes));
    if (length < 1 || length > MaxFrameBytes) {
        m_broken = true;
        return std::nullopt;
    }
    if (rest.size() - LengthBytes < length)
        return std::nullopt;
    const std::string_view content = rest.substr(LengthBytes, static_cast<std::size_t>(length));
    Frame frame(static_cast<std::uint8_t>(content[0]));
    if (!areFields(content.substr(1))) {
        m_broken = true;
        return std::nullopt;
    }
    frame.m_fields = content.substr(1);
    m_position += LengthBytes + static_cast<std::size_t>(length);
    if (m_position == m_buffer.size() || m_position > CompactBytes) {
        m_buffer.erase(0, m_position);
        m_position = 0;
        if (m_buffer.capacity() > RoomKept && m_buffer.size() < RoomKept)
            m_buffer.shrink_to_fit(); // a holder stays for weeks; one large input must not
    }
    return frame;
}

} // namespace holder
