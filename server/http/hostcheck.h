#pragma once

#include "core/http/answer.h"
#include "core/http/request.h"

#include <QStringList>

#include <optional>

namespace http {

//! Lets requests in whose Host header names this machine: localhost, 127.0.0.1, [::1] or a name from the
//! configuration, whatever the port. A web page that points its own name at 127.0.0.1 (DNS rebinding) is
//! refused with 403. A RequestCheck.
class HostCheck
{
public:
    //! `allowedHosts`: further names, without port.
    explicit HostCheck(const QStringList &allowedHosts = {});

    std::optional<Answer> operator()(const Request &request, bool isUpgrade) const;

    bool allows(const QByteArray &hostHeader) const;

private:
    QList<QByteArray> m_names; //!< lower case
};

} // namespace http
