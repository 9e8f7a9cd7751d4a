#pragma once

#include "core/base/result.h"
#include "core/base/secret.h"

#include <QJsonDocument>
#include <QNetworkAccessManager>
#include <QObject>

#include <chrono>
#include <functional>

class QNetworkReply;

namespace tray {

//! The answer to a call: JSON, whatever its status.
struct RestAnswer
{
    int status = 0;
    QJsonDocument body;
};

//! Calls of the server's API at this machine, and nowhere else: no proxy, no redirects, bounded in size and
//! time.
class RestClient final : public QObject
{
    Q_OBJECT

public:
    using Answered = std::function<void(const base::Result<RestAnswer> &answer)>;

    static constexpr std::chrono::milliseconds Patience{10'000};
    static constexpr qint64 MaxBodyBytes = qint64{32} * 1024 * 1024;

    explicit RestClient(QObject *parent = nullptr);

    void setTarget(quint16 port, const base::Secret &token);
    quint16 port() const { return m_port; }

    //! `path` is below /api, such as "/health". The error: no connection, no answer in time, no JSON. No
    //! answer is given once `context` is gone.
    void get(const QString &path, QObject *context, Answered answered);
    void post(const QString &path, const QJsonObject &body, QObject *context, Answered answered);

private:
    void send(const QByteArray &verb, const QString &path, const QByteArray &body, QObject *context,
        Answered answered);

    QNetworkAccessManager m_network;
    quint16 m_port = 0;
    base::Secret m_token;
};

} // namespace tray
