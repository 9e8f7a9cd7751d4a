#pragma once

#include "tray/icon/iconstate.h"

#include <QIcon>
#include <QPixmap>

namespace tray {

//! What the badge says: nothing for 0, "9+" beyond 9.
QString badgeText(int asks);

//! The icon at `size` pixels, with a badge unless `asks` is 0.
QPixmap drawIcon(IconState state, int asks, int size);

//! All sizes that panels ask for, each drawn for itself.
QIcon makeIcon(IconState state, int asks);

} // namespace tray
