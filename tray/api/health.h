#pragma once

#include "core/base/ids.h"
#include "core/base/result.h"

#include <QJsonObject>
#include <QString>

namespace tray {

//! GET /api/health.
struct Health
{
    QString version;
    qint64 pid = 0;
    base::Timestamp startedAt = 0;
};

//! `now` is for servers that tell `uptime` only.
base::Result<Health> healthFromJson(const QJsonObject &json, base::Timestamp now);

} // namespace tray
