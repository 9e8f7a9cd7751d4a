#pragma once

#include "core/base/result.h"

#include <QByteArray>
#include <QJsonArray>
#include <QJsonObject>
#include <QList>
#include <QPair>

#include <functional>
#include <memory>

class QObject;

namespace http {

using Headers = QList<QPair<QByteArray, QByteArray>>;

//! Answers one request, once, now or later; a copy answers the same request. Answering after the client has
//! left does nothing; a Responder that is dropped without an answer answers 500. HEAD gets the head only.
class Responder
{
public:
    //! What the connection offers to a Responder; implemented beside the listener.
    class Sink
    {
    public:
        virtual ~Sink() = default;
        virtual void send(int status, const Headers &headers, const QByteArray &body) = 0;
        //! Calls back once if the client leaves before it is answered, unless `context` dies first.
        virtual void whenGone(QObject * /*context*/, std::function<void()> /*callback*/) { }
    };

    explicit Responder(std::shared_ptr<Sink> sink);

    //! Added to the answer when it is sent.
    Responder &header(const QByteArray &name, const QByteArray &value);

    void json(int status, const QJsonObject &body);
    void json(int status, const QJsonArray &body);
    //! `{"error": message}` with the status of its kind.
    void error(const base::Error &error);
    void error(int status, const QString &message);
    void bytes(int status, const QByteArray &contentType, const QByteArray &body);

    //! For answers that wait long (a held poll): calls back once if the client leaves before it is answered,
    //! unless `context` dies first.
    void whenGone(QObject *context, std::function<void()> callback);

private:
    struct State;
    std::shared_ptr<State> m_state;
};

} // namespace http
