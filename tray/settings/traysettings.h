#pragma once

#include "tray/notify/noticepolicy.h"

#include <QString>

namespace tray {

//! What quitting the tray does with a running server.
enum class QuitChoice { Ask, LeaveRunning, Stop };

//! The tray's own settings.
struct TraySettings
{
    QuitChoice quit = QuitChoice::Ask;
    NoticeSettings notices;

    bool operator==(const TraySettings &) const = default;
};

//! From and to an INI file.
TraySettings loadTraySettings(const QString &path);
void saveTraySettings(const QString &path, const TraySettings &settings);

} // namespace tray
