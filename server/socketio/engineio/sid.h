#pragma once

#include <QByteArray>

namespace engineio {

//! A fresh random id: 24 characters that need no escaping in a URL. Whoever knows it is the client, so it is
//! a secret.
QByteArray newSid();

} // namespace engineio
