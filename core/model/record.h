#pragma once

#include "core/base/ids.h"
#include "core/base/result.h"
#include "core/model/agent.h"
#include "core/model/message.h"

#include <QByteArray>

#include <variant>

namespace model {

//! A message as it is from now on; the first one of an id puts it into the timeline, a later one replaces it.
struct MessageChanged
{
    Message message;
};

//! Text to append to the content of an open message.
struct MessageAppended
{
    base::MessageId id;
    QString text;
};

struct StateChanged
{
    AgentState state;
};

//! A line of the CLI that no one understands yet; kept, not shown.
struct UnknownLine
{
    QString line;
};

using RecordBody = std::variant<MessageChanged, MessageAppended, StateChanged, UnknownLine>;

//! One line of a Journal; the same object is what a browser is sent.
struct Record
{
    base::Sequence seq = 0;
    base::Timestamp at = 0;
    RecordBody body;
};

//! One JSON object without a line break: {"seq":7,"at":1763800000000,"type":"message|append|state|unknown",
//! ...}.
QByteArray encodeRecord(const Record &record);
QJsonObject toJson(const Record &record);
base::Result<Record> decodeRecord(const QByteArray &line);

} // namespace model
