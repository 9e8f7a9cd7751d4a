#pragma once

#include <QJsonObject>
#include <QString>

namespace codex {

//! Why a turn failed or is tried again, read from codex's TurnError.
struct TurnError
{
    //! codexErrorInfo: "usageLimitExceeded", "httpConnectionFailed", ... and what later versions bring.
    QString kind;
    QString message; //!< as codex words it
    QString details; //!< may be empty
    int httpStatus = 0;

    bool isLimit() const;
    //! For a person: the message, and what to do about it. `reset` says when the limit ends, as far as known.
    QString words(const QString &reset = {}) const;
};

TurnError turnError(const QJsonObject &error);

} // namespace codex
