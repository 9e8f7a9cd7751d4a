#pragma once

#include "core/http/responder.h"

#include <QByteArray>

namespace http {

//! A whole answer before it is written.
struct Answer
{
    int status = 200;
    Headers headers;
    QByteArray body;

    //! The first value; empty if absent. Header names of an answer are compared whatever their case.
    QByteArray header(QByteArrayView name) const;
};

//! `{"error": message}`.
Answer errorAnswer(int status, const QString &message);

//! What an answer is written for.
struct AnswerForm
{
    bool keepAlive = true; //!< else "Connection: close" is added
    bool headOnly = false; //!< HEAD: the length of the body, but not the body
};

//! The bytes of the answer's head: status line, Date, the headers that every answer carries (nosniff, no
//! referrer, no-store unless the answer has its own Cache-Control), its own, and Content-Length where one is
//! allowed. A header with CR, LF or NUL in it is left out: nothing can split an answer in two.
QByteArray headBytes(const Answer &answer, const AnswerForm &form);

//! Whether a body follows the head.
bool hasBody(const Answer &answer, const AnswerForm &form);

} // namespace http
