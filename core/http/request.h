#pragma once

#include "core/base/result.h"

#include <QByteArray>
#include <QHash>
#include <QHostAddress>
#include <QJsonObject>
#include <QList>
#include <QString>
#include <QUrlQuery>

#include <optional>

namespace http {

enum class Method { Get, Head, Post, Put, Delete, Options, Patch, Other };

//! One request as a handler sees it: its head is checked, its path decoded and free of "." and "..".
struct Request
{
    Method method = Method::Get;
    QString path; //!< decoded, begins with '/'
    QUrlQuery query;
    QList<QPair<QByteArray, QByteArray>> headers; //!< names in lower case, in order
    QByteArray body;
    QHostAddress peer;
    bool isSecure = false; //!< the client speaks TLS
    QHash<QString, QString> parameters; //!< ":id" of the route → its value, decoded
    QString user; //!< who is logged in ("you" when there is no password); set by the auth check

    QByteArray header(const char *lowerCaseName) const; //!< first value; empty if absent
    QString parameter(const char *name) const;
    //! A query item; nullopt if absent.
    std::optional<QString> queryItem(const char *name) const;
    //! The body as one JSON object; an empty body is an empty object.
    base::Result<QJsonObject> json() const;
};

} // namespace http
