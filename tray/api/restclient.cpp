#include "tray/api/restclient.h"

#include <QJsonObject>
#include <QNetworkProxy>
#include <QNetworkReply>
#include <QNetworkRequest>
#include <QPointer>

namespace tray {

namespace {

base::Result<RestAnswer> answerOf(QNetworkReply &reply)
{
    const int status = reply.attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
    if (status == 0)
        return base::failure(base::ErrorCode::Unavailable, reply.errorString());
    RestAnswer answer{status, QJsonDocument::fromJson(reply.readAll())};
    if (answer.body.isNull()) {
        return base::failure(base::ErrorCode::Corrupt,
            QStringLiteral("Something that is no AgentMonitor server answers (HTTP %1)").arg(status));
    }
    return answer;
}

} // namespace

RestClient::RestClient(QObject *parent)
    : QObject(parent)
{
    m_network.setProxy(QNetworkProxy::NoProxy);
    m_network.setRedirectPolicy(QNetworkRequest::ManualRedirectPolicy);
    m_network.setTransferTimeout(int(Patience.count()));
}

void RestClient::setTarget(quint16 port, const base::Secret &token)
{
    m_port = port;
    m_token = token;
}

void RestClient::get(const QString &path, QObject *context, Answered answered)
{
    send("GET", path, {}, context, std::move(answered));
}

void RestClient::post(const QString &path, const QJsonObject &body, QObject *context, Answered answered)
{
    send("POST", path, QJsonDocument(body).toJson(QJsonDocument::Compact), context, std::move(answered));
}

void RestClient::send(
    const QByteArray &verb, const QString &path, const QByteArray &body, QObject *context, Answered answered)
{
    QNetworkRequest request(QUrl(QStringLiteral("http://127.0.0.1:%1/api%2").arg(m_port).arg(path)));
    request.setAttribute(QNetworkRequest::CookieLoadControlAttribute, QNetworkRequest::Manual);
    request.setAttribute(QNetworkRequest::CookieSaveControlAttribute, QNetworkRequest::Manual);
    if (!m_token.isEmpty())
        request.setRawHeader("Authorization", "Bearer " + m_token.reveal());
    if (!body.isEmpty())
        request.setHeader(QNetworkRequest::ContentTypeHeader, QStringLiteral("application/json"));
    QNetworkReply *reply = m_network.sendCustomRequest(request, verb, body);
    connect(reply, &QNetworkReply::downloadProgress, reply, [reply](qint64 received) {
        if (received > MaxBodyBytes)
            reply->abort();
    });
    connect(reply, &QNetworkReply::finished, this,
        [reply, context = QPointer<QObject>(context), answered = std::move(answered)] {
            reply->deleteLater();
            if (context)
                answered(answerOf(*reply));
        });
}

} // namespace tray
