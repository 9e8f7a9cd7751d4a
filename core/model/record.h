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

//! A Command was given to the CLI's protocol; with the CLI's output this is all that a new server needs to
//! take over from one that was killed.
struct InputGiven
{
    qint64 offset = 0; //!< how much of the output of its run the CLI had said by then
    QJsonObject command; //!< core/provider/commandjson.h
};

using RecordBody = std::variant<MessageChanged, MessageAppended, StateChanged, UnknownLine, InputGiven>;

//! One line of a Journal; the same object is what a browser is sent.
struct Record
{
    base::Sequence seq = 0;
    base::Timestamp at = 0;
    RecordBody body;
    //! With this record, all that the run's CLI said before this offset is in the journal; -1: nothing is
    //! said of it.
    qint64 taken = -1;
};

//! One JSON object without a line break:
//! {"seq":7,"at":1763800000000,"type":"message|append|state|unknown|input",
//! ...}. `more`: further records of the same batch follow; a batch is in a journal whole or not at all.
QByteArray encodeRecord(const Record &record, bool more = false);
QJsonObject toJson(const Record &record);
base::Result<Record> decodeRecord(const QByteArray &line);

} // namespace model
