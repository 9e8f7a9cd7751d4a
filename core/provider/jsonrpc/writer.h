#pragma once

#include "core/provider/jsonrpc/message.h"

namespace jsonrpc {

//! Whether the messages carry "jsonrpc": "2.0". The specification wants it; codex leaves it out.
enum class Marking { Version2, None };

//! Makes lines of messages, each without its line break.
class Writer
{
public:
    explicit Writer(Marking marking)
        : m_marking(marking)
    {
    }

    QByteArray request(qint64 id, const QString &method, const QJsonObject &params = {}) const;
    QByteArray notification(const QString &method, const QJsonObject &params = {}) const;
    QByteArray answer(const RequestId &id, const QJsonValue &result) const;
    QByteArray error(const RequestId &id, int code, const QString &message) const;

private:
    QByteArray line(QJsonObject message) const;

    Marking m_marking;
};

} // namespace jsonrpc
