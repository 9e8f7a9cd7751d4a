#pragma once

#include "core/http/responder.h"

#include <QObject>

#include <memory>
#include <optional>

namespace engineio {

//! The one GET that a polling client keeps open: held until there is something to say.
class PollChannel : public QObject
{
    Q_OBJECT

public:
    using QObject::QObject;

    bool isOpen() const { return m_responder.has_value(); }
    //! Only while none is open.
    void hold(const http::Responder &responder);
    //! Gives up the open poll, for whoever answers it now.
    http::Responder take();
    //! Answers the open poll with `payload`; does nothing if none is open.
    void answer(const QByteArray &payload);

Q_SIGNALS:
    //! The client dropped its poll before it was answered.
    void clientGone();

private:
    std::optional<http::Responder> m_responder;
    std::unique_ptr<QObject> m_watch; //!< context of the connection's "gone"; dies with the answer
};

} // namespace engineio
