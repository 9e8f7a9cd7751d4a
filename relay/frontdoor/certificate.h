#pragma once

#include "core/base/result.h"

#include <QSslConfiguration>

namespace frontdoor {

//! TLS for a server from a chain and a private key in PEM files. The error says which file is wrong and how.
base::Result<QSslConfiguration> loadCertificate(const QString &chainFile, const QString &keyFile);

} // namespace frontdoor
