#pragma once

#include "core/http/responder.h"

#include <QPointer>

#include <memory>

//! A connection that remembers how its request was answered, and can be lost.
class RecordingSink final : public http::Responder::Sink
{
public:
    static std::shared_ptr<RecordingSink> create() { return std::make_shared<RecordingSink>(); }

    void send(int answerStatus, const http::Headers &answerHeaders, const QByteArray &answerBody) override
    {
        ++answers;
        status = answerStatus;
        headers = answerHeaders;
        body = answerBody;
    }

    void whenGone(QObject *context, std::function<void()> callback) override
    {
        m_context = context;
        m_callback = std::move(callback);
    }

    //! The client leaves.
    void lose()
    {
        if (m_context && answers == 0)
            m_callback();
    }

    QByteArray header(const QByteArray &name) const
    {
        for (const auto &[key, value] : headers) {
            if (key.compare(name, Qt::CaseInsensitive) == 0)
                return value;
        }
        return {};
    }

    int answers = 0;
    int status = 0;
    http::Headers headers;
    QByteArray body;

private:
    QPointer<QObject> m_context;
    std::function<void()> m_callback;
};
