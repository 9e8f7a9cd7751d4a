#include "server/socketio/engineio/refusal.h"

namespace engineio {

QByteArray Refusal::json() const
{
    return QByteArrayLiteral("{\"code\":") + QByteArray::number(code) + QByteArrayLiteral(",\"message\":\"")
        + message + QByteArrayLiteral("\"}");
}

} // namespace engineio
