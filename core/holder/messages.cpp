#include "core/holder/messages.h"

namespace holder {

namespace {

enum class Type : std::uint8_t {
    Launch = 1,
    Input = 2,
    Resize = 3,
    Stop = 4,
    Release = 5,
    Dismiss = 6,
    Status = 64,
    Grew = 65,
};

// Tags are counted in each message by itself; PROTOCOL.md has the table.
constexpr std::uint8_t T1 = 1;
constexpr std::uint8_t T2 = 2;
constexpr std::uint8_t T3 = 3;
constexpr std::uint8_t T4 = 4;
constexpr std::uint8_t T5 = 5;
constexpr std::uint8_t T6 = 6;
constexpr std::uint8_t T7 = 7;
constexpr std::uint8_t T8 = 8;
constexpr std::uint8_t T9 = 9;
constexpr std::uint8_t T10 = 10;
constexpr std::uint8_t T11 = 11;
constexpr std::uint8_t T12 = 12;
constexpr std::uint8_t T13 = 13;
constexpr std::uint8_t T14 = 14;
constexpr std::uint8_t T15 = 15;

Frame frameOf(Type type)
{
    return Frame(static_cast<std::uint8_t>(type));
}

void addPlace(Frame &frame, const InputPlace &place, std::uint8_t tag)
{
    frame.addNumber(tag, place.offset);
    frame.addNumber(static_cast<std::uint8_t>(tag + 1), place.record);
    frame.addNumber(static_cast<std::uint8_t>(tag + 2), place.index);
}

InputPlace placeIn(const Frame &frame, std::uint8_t tag)
{
    return {frame.number(tag), frame.number(static_cast<std::uint8_t>(tag + 1)),
        frame.number(static_cast<std::uint8_t>(tag + 2))};
}

std::uint16_t smallNumber(const Frame &frame, std::uint8_t tag)
{
    constexpr std::uint64_t Max = UINT16_MAX;
    const std::uint64_t number = frame.number(tag);
    return static_cast<std::uint16_t>(number < Max ? number : Max);
}

std::vector<std::string> texts(const Frame &frame, std::uint8_t tag)
{
    const auto found = frame.all(tag);
    return {found.begin(), found.end()};
}

struct Encoder
{
    Frame operator()(const Launch &launch) const
    {
        Frame frame = frameOf(Type::Launch);
        frame.add(T1, launch.program);
        for (const std::string &argument : launch.arguments)
            frame.add(T2, argument);
        frame.add(T3, launch.directory);
        for (const std::string &variable : launch.environment)
            frame.add(T4, variable);
        frame.addNumber(T5, launch.terminal ? 1 : 0);
        frame.addNumber(T6, launch.columns);
        frame.addNumber(T7, launch.rows);
        frame.addNumber(T8, launch.spoolLimit);
        return frame;
    }

    Frame operator()(const Input &input) const
    {
        Frame frame = frameOf(Type::Input);
        addPlace(frame, input.place, T1);
        frame.add(T4, input.bytes);
        return frame;
    }

    Frame operator()(const Resize &resize) const
    {
        Frame frame = frameOf(Type::Resize);
        frame.addNumber(T1, resize.columns);
        frame.addNumber(T2, resize.rows);
        return frame;
    }

    Frame operator()(const Stop &stop) const
    {
        Frame frame = frameOf(Type::Stop);
        frame.add(T1, stop.farewell);
        frame.addNumber(T2, stop.terminateAfterMs);
        frame.addNumber(T3, stop.killAfterMs);
        return frame;
    }

    Frame operator()(const Release &release) const
    {
        Frame frame = frameOf(Type::Release);
        frame.addNumber(T1, release.offset);
        return frame;
    }

    Frame operator()(const Dismiss &) const { return frameOf(Type::Dismiss); }

    Frame operator()(const Status &status) const
    {
        Frame frame = frameOf(Type::Status);
        frame.addNumber(T1, status.version);
        frame.add(T2, status.program);
        frame.addNumber(T3, static_cast<std::uint64_t>(status.phase));
        frame.addNumber(T4, status.holderPid);
        frame.addNumber(T5, status.childPid);
        frame.addNumber(T6, status.outputEnd);
        addPlace(frame, status.lastInput, T7);
        frame.addNumber(T10, status.stopRequested ? 1 : 0);
        frame.addNumber(T11, status.exitCode);
        frame.addNumber(T12, status.signal);
        frame.addNumber(T13, status.left);
        frame.add(T14, status.error);
        frame.add(T15, status.stalled);
        return frame;
    }

    Frame operator()(const Grew &grew) const
    {
        Frame frame = frameOf(Type::Grew);
        frame.addNumber(T1, grew.outputEnd);
        return frame;
    }
};

Launch launchIn(const Frame &frame)
{
    Launch launch;
    launch.program = frame.bytes(T1);
    launch.arguments = texts(frame, T2);
    launch.directory = frame.bytes(T3);
    launch.environment = texts(frame, T4);
    launch.terminal = frame.number(T5) != 0;
    launch.columns = smallNumber(frame, T6);
    launch.rows = smallNumber(frame, T7);
    launch.spoolLimit = frame.number(T8);
    return launch;
}

Stop stopIn(const Frame &frame)
{
    Stop stop;
    stop.farewell = frame.bytes(T1);
    stop.terminateAfterMs = frame.number(T2, stop.terminateAfterMs);
    stop.killAfterMs = frame.number(T3, stop.killAfterMs);
    return stop;
}

Status statusIn(const Frame &frame)
{
    Status status;
    status.version = frame.number(T1);
    status.program = frame.bytes(T2);
    status.phase = static_cast<Phase>(frame.number(T3));
    status.holderPid = frame.number(T4);
    status.childPid = frame.number(T5);
    status.outputEnd = frame.number(T6);
    status.lastInput = placeIn(frame, T7);
    status.stopRequested = frame.number(T10) != 0;
    status.exitCode = frame.number(T11);
    status.signal = frame.number(T12);
    status.left = frame.number(T13);
    status.error = frame.bytes(T14);
    status.stalled = frame.bytes(T15);
    return status;
}

} // namespace

std::string encode(const Message &message)
{
    return std::visit(Encoder{}, message).encode();
}

std::optional<Message> decode(const Frame &frame)
{
    switch (static_cast<Type>(frame.type())) {
    case Type::Launch:
        return launchIn(frame);
    case Type::Input:
        return Input{placeIn(frame, T1), std::string(frame.bytes(T4))};
    case Type::Resize:
        return Resize{smallNumber(frame, T1), smallNumber(frame, T2)};
    case Type::Stop:
        return stopIn(frame);
    case Type::Release:
        return Release{frame.number(T1)};
    case Type::Dismiss:
        return Dismiss{};
    case Type::Status:
        return statusIn(frame);
    case Type::Grew:
        return Grew{frame.number(T1)};
    }
    return std::nullopt;
}

} // namespace holder
