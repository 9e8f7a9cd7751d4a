#pragma once

#include "core/base/ids.h"
#include "core/base/result.h"

#include <QJsonObject>
#include <QString>

#include <optional>

namespace tray {

//! What an agent asks a person, as far as a menu can show it.
struct Ask
{
    enum class Kind { Approval, Question };

    Kind kind = Kind::Approval;
    QString id;
    QString title; //!< one line
    QString allowOption; //!< the id of the option that allows once; empty: none, so only the dashboard can
    QString rejectOption;
    base::Timestamp since = 0;

    bool operator==(const Ask &) const = default;
};

//! Of a Message (API.md); nullopt if it is none that waits.
base::Result<std::optional<Ask>> askFromMessage(const QJsonObject &message);

} // namespace tray
