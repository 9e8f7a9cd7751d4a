#pragma once

#include <QByteArray>
#include <QJsonObject>
#include <QJsonValue>
#include <QString>

#include <variant>

//! JSON-RPC 2.0 in lines, for peers that both ask and answer: one message is one line. No batches.
namespace jsonrpc {

//! A number or a text, chosen by who asks. Each side counts for itself, so an id alone does not tell whose
//! request it is.
struct RequestId
{
    QJsonValue value; //!< null in an error about a message that had no id

    //! For maps and as part of other ids: 7 → "7", "7" → "\"7\"".
    QString key() const;

    bool operator==(const RequestId &) const = default;
};

// Codes of the specification, section 5.1.
constexpr int ParseError = -32700;
constexpr int InvalidRequest = -32600;
constexpr int MethodNotFound = -32601;
constexpr int InvalidParams = -32602;
constexpr int InternalError = -32603;

struct Request
{
    RequestId id;
    QString method;
    QJsonObject params; //!< empty too where the peer sent none, or a list
};

struct Notification
{
    QString method;
    QJsonObject params;
};

struct Response
{
    RequestId id;
    QJsonValue result;
};

struct ErrorResponse
{
    RequestId id;
    int code = 0;
    QString message; //!< never empty
    QJsonValue data; //!< undefined where there is none
};

//! The line is no JSON at all: something printed by mistake.
struct NotJson
{
};

//! JSON, but none of the above.
struct NotAMessage
{
};

using Message = std::variant<Request, Notification, Response, ErrorResponse, NotJson, NotAMessage>;

//! What a line is. Never fails, and does not ask for the member "jsonrpc", which some leave out.
Message parse(const QByteArray &line);

} // namespace jsonrpc
