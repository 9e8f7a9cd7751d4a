#include "core/http/request.h"

#include "core/base/jsonreader.h"

namespace http {

QByteArray Request::header(const char *lowerCaseName) const
{
    for (const auto &[name, value] : headers) {
        if (name == lowerCaseName)
            return value;
    }
    return {};
}

QString Request::parameter(const char *name) const
{
    return parameters.value(QString::fromLatin1(name));
}

std::optional<QString> Request::queryItem(const char *name) const
{
    const QString key = QString::fromLatin1(name);
    if (!query.hasQueryItem(key))
        return std::nullopt;
    // Browsers write a blank as '+' (the URL standard's form encoding), which QUrlQuery leaves as it is.
    QByteArray value = query.queryItemValue(key, QUrl::FullyEncoded).toLatin1();
    value.replace('+', ' ');
    return QString::fromUtf8(QByteArray::fromPercentEncoding(value));
}

base::Result<QJsonObject> Request::json() const
{
    if (body.isEmpty())
        return QJsonObject();
    return base::parseJsonObject(body).map_error([](base::Error error) {
        error.message.prepend(QStringLiteral("The request body: "));
        return error;
    });
}

} // namespace http
