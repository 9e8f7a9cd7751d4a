#pragma once

#include "core/base/result.h"
#include "core/http/request.h"

#include <QJsonObject>
#include <QString>

#include <functional>

namespace socketio {

//! Decides whether a client may join a namespace, by the first request of its session (cookies) and by what
//! it gave with CONNECT. The result is who it is; an error's message reaches the client's `connect_error`,
//! and the client never tries again by itself.
using ConnectCheck
    = std::function<base::Result<QString>(const http::Request &handshake, const QJsonObject &auth)>;

} // namespace socketio
