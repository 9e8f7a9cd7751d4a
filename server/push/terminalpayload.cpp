#include "server/push/terminalpayload.h"

#include "core/base/jsonreader.h"
#include "core/terminals/terminal.h"

#include <QRegularExpression>

namespace push {

namespace {

constexpr auto FirstTerminal = "1";
constexpr int MaxInitialCommandLength = 4096;

QJsonObject objectOf(const socketio::Arguments &arguments)
{
    return arguments.values.isEmpty() ? QJsonObject() : arguments.values.first().toObject();
}

TerminalName readName(base::JsonReader &reader)
{
    static const QRegularExpression allowed(QStringLiteral("\\A[A-Za-z0-9._-]{1,64}\\z"));
    TerminalName name;
    name.agentId = base::AgentId(reader.string("agentId"));
    name.terminalId = reader.optionalString("terminalId").value_or(QString::fromLatin1(FirstTerminal));
    if (!allowed.match(name.terminalId).hasMatch())
        reader.fail(
            "terminalId", QStringLiteral("must be 1 to 64 letters, digits, dots, dashes or underscores"));
    return name;
}

int readSide(base::JsonReader &reader, const char *field)
{
    return static_cast<int>(reader.integer(field, 1, terminals::MaxTerminalSide));
}

template <typename Payload>
base::Result<Payload> checked(const base::JsonReader &reader, Payload payload)
{
    if (reader.error())
        return tl::unexpected(*reader.error());
    return payload;
}

//! A text, or bytes: those stand in the attachments.
QByteArray readData(base::JsonReader &reader, const QList<QByteArray> &attachments)
{
    const QJsonValue data = reader.source().value(QStringLiteral("data"));
    if (data.isString())
        return data.toString().toUtf8();
    const QJsonObject placeholder = data.toObject();
    const int index = placeholder.value(QStringLiteral("num")).toInt(-1);
    if (placeholder.value(QStringLiteral("_placeholder")).toBool() && index >= 0
        && index < attachments.size())
        return attachments[index];
    reader.fail("data", QStringLiteral("must be a text or bytes"));
    return {};
}

} // namespace

base::Result<TerminalOpen> terminalOpenFrom(const socketio::Arguments &arguments)
{
    base::JsonReader reader(objectOf(arguments));
    TerminalOpen open;
    open.name = readName(reader);
    open.columns = readSide(reader, "cols");
    open.rows = readSide(reader, "rows");
    open.initialCommand = reader.optionalString("initialCommand").value_or(QString());
    open.binary = reader.optionalBoolean("binary").value_or(false);
    if (open.initialCommand.size() > MaxInitialCommandLength)
        reader.fail("initialCommand",
            QStringLiteral("must not be longer than %1 characters").arg(MaxInitialCommandLength));
    return checked(reader, std::move(open));
}

base::Result<TerminalInput> terminalInputFrom(const socketio::Arguments &arguments)
{
    base::JsonReader reader(objectOf(arguments));
    TerminalInput input;
    input.name = readName(reader);
    input.bytes = readData(reader, arguments.attachments);
    if (input.bytes.size() > TerminalInput::MaxBytes)
        reader.fail("data", QStringLiteral("must not be longer than %1 bytes").arg(TerminalInput::MaxBytes));
    return checked(reader, std::move(input));
}

base::Result<TerminalResize> terminalResizeFrom(const socketio::Arguments &arguments)
{
    base::JsonReader reader(objectOf(arguments));
    TerminalResize resize;
    resize.name = readName(reader);
    resize.columns = readSide(reader, "cols");
    resize.rows = readSide(reader, "rows");
    return checked(reader, std::move(resize));
}

base::Result<TerminalName> terminalNameFrom(const socketio::Arguments &arguments)
{
    const QJsonValue argument = arguments.values.isEmpty() ? QJsonValue() : arguments.values.first();
    if (argument.isString() && !argument.toString().isEmpty())
        return TerminalName{base::AgentId(argument.toString()), QString::fromLatin1(FirstTerminal)};
    base::JsonReader reader(argument.toObject());
    TerminalName name = readName(reader);
    return checked(reader, std::move(name));
}

} // namespace push
