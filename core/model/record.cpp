#include "core/model/record.h"

#include "core/model/jsonfields.h"
#include "core/model/jsontext.h"
#include "core/model/readers.h"

#include <QJsonDocument>

namespace model {

namespace {

enum class Type { Message, Append, State, Unknown, Input };

constexpr base::EnumNames<Type, 5> TypeNames{{
    {Type::Message, "message"},
    {Type::Append, "append"},
    {Type::State, "state"},
    {Type::Unknown, "unknown"},
    {Type::Input, "input"},
}};

constexpr qsizetype EnvelopeBytes = 96; // seq, at, type and punctuation

Type typeOf(const RecordBody &body)
{
    struct
    {
        Type operator()(const MessageChanged &) const { return Type::Message; }
        Type operator()(const MessageAppended &) const { return Type::Append; }
        Type operator()(const StateChanged &) const { return Type::State; }
        Type operator()(const UnknownLine &) const { return Type::Unknown; }
        Type operator()(const InputGiven &) const { return Type::Input; }
    } visitor;
    return std::visit(visitor, body);
}

//! Writes the fields that follow the type, by hand: the envelope is on the path of every piece of text that
//! an agent says.
class BodyEncoder
{
public:
    explicit BodyEncoder(QByteArray &line)
        : m_line(line)
    {
    }

    void operator()(const MessageChanged &changed)
    {
        m_line += ",\"message\":";
        m_line += QJsonDocument(toJson(changed.message)).toJson(QJsonDocument::Compact);
    }

    void operator()(const MessageAppended &appended)
    {
        m_line += ",\"id\":";
        appendJsonString(m_line, appended.id.toString());
        m_line += ",\"text\":";
        appendJsonString(m_line, appended.text);
    }

    void operator()(const StateChanged &changed)
    {
        m_line += ",\"state\":";
        m_line += QJsonDocument(toJson(changed.state)).toJson(QJsonDocument::Compact);
    }

    void operator()(const UnknownLine &unknown)
    {
        m_line += ",\"line\":";
        appendJsonString(m_line, unknown.line);
    }

    void operator()(const InputGiven &input)
    {
        m_line += ",\"offset\":";
        m_line += QByteArray::number(input.offset);
        m_line += ",\"command\":";
        m_line += QJsonDocument(input.command).toJson(QJsonDocument::Compact);
    }

private:
    QByteArray &m_line;
};

class BodyWriter
{
public:
    explicit BodyWriter(QJsonObject &json)
        : m_json(json)
    {
    }

    void operator()(const MessageChanged &changed)
    {
        m_json.insert(QLatin1String("message"), toJson(changed.message));
    }
    void operator()(const StateChanged &changed)
    {
        m_json.insert(QLatin1String("state"), toJson(changed.state));
    }
    void operator()(const UnknownLine &unknown) { m_json.insert(QLatin1String("line"), unknown.line); }
    void operator()(const InputGiven &input)
    {
        m_json.insert(QLatin1String("offset"), input.offset);
        m_json.insert(QLatin1String("command"), input.command);
    }

    void operator()(const MessageAppended &appended)
    {
        m_json.insert(QLatin1String("id"), appended.id.toString());
        m_json.insert(QLatin1String("text"), appended.text);
    }

private:
    QJsonObject &m_json;
};

RecordBody readBody(base::JsonReader &reader)
{
    switch (reader.enumeration("type", TypeNames)) {
    case Type::Message:
        return MessageChanged{readNested(reader, "message", readMessage)};
    case Type::Append:
        return MessageAppended{base::MessageId(reader.string("id")), reader.string("text")};
    case Type::State:
        return StateChanged{readNested(reader, "state", readAgentState)};
    case Type::Input:
        return InputGiven{reader.integer("offset", 0), reader.object("command")};
    case Type::Unknown:
        break;
    }
    return UnknownLine{reader.string("line")};
}

Record readRecord(base::JsonReader &reader)
{
    Record record;
    record.seq = static_cast<base::Sequence>(reader.integer("seq", 1));
    record.at = reader.integer("at");
    record.taken = reader.optionalInteger("taken").value_or(-1);
    record.body = readBody(reader);
    return record;
}

} // namespace

QByteArray encodeRecord(const Record &record, bool more)
{
    QByteArray line;
    line.reserve(EnvelopeBytes);
    line += "{\"seq\":";
    line += QByteArray::number(static_cast<quint64>(record.seq));
    if (more)
        line += ",\"more\":true";
    line += ",\"at\":";
    line += QByteArray::number(static_cast<qint64>(record.at));
    if (record.taken >= 0) {
        line += ",\"taken\":";
        line += QByteArray::number(record.taken);
    }
    line += ",\"type\":\"";
    line += base::enumToName(TypeNames, typeOf(record.body)).toLatin1();
    line += '"';
    std::visit(BodyEncoder(line), record.body);
    line += '}';
    return line;
}

QJsonObject toJson(const Record &record)
{
    QJsonObject json{
        {QStringLiteral("seq"), static_cast<qint64>(record.seq)},
        {QStringLiteral("at"), static_cast<qint64>(record.at)},
        {QStringLiteral("type"), base::enumToName(TypeNames, typeOf(record.body))},
    };
    std::visit(BodyWriter(json), record.body);
    return json;
}

base::Result<Record> decodeRecord(const QByteArray &line)
{
    const base::Result<QJsonObject> json = base::parseJsonObject(line);
    if (!json)
        return tl::unexpected<base::Error>(json.error());
    return readWhole(*json, readRecord);
}

} // namespace model
