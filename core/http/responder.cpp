#include "core/http/responder.h"

#include "core/http/status.h"

#include <QJsonDocument>

namespace http {

namespace {
constexpr char JsonType[] = "application/json; charset=utf-8";
}

struct Responder::State
{
    explicit State(std::shared_ptr<Sink> target)
        : sink(std::move(target))
    {
    }
    Q_DISABLE_COPY_MOVE(State)

    ~State()
    {
        if (!answered)
            sink->send(500, {{"Content-Type", JsonType}}, R"({"error":"The request was not answered"})");
    }

    void send(int status, const QByteArray &contentType, const QByteArray &body)
    {
        if (answered)
            return;
        answered = true;
        if (!contentType.isEmpty())
            headers.emplaceBack("Content-Type", contentType);
        sink->send(status, headers, body);
        headers.clear();
    }

    std::shared_ptr<Sink> sink;
    Headers headers;
    bool answered = false;
};

Responder::Responder(std::shared_ptr<Sink> sink)
    : m_state(std::make_shared<State>(std::move(sink)))
{
}

Responder &Responder::header(const QByteArray &name, const QByteArray &value)
{
    m_state->headers.emplaceBack(name, value);
    return *this;
}

void Responder::json(int status, const QJsonObject &body)
{
    bytes(status, JsonType, QJsonDocument(body).toJson(QJsonDocument::Compact));
}

void Responder::json(int status, const QJsonArray &body)
{
    bytes(status, JsonType, QJsonDocument(body).toJson(QJsonDocument::Compact));
}

void Responder::error(const base::Error &error)
{
    this->error(statusOf(error.code), error.message);
}

void Responder::error(int status, const QString &message)
{
    json(status, QJsonObject{{QStringLiteral("error"), message}});
}

void Responder::bytes(int status, const QByteArray &contentType, const QByteArray &body)
{
    m_state->send(status, contentType, body);
}

void Responder::whenGone(QObject *context, std::function<void()> callback)
{
    m_state->sink->whenGone(context, std::move(callback));
}

} // namespace http
