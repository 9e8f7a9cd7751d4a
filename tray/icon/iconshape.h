#pragma once

#include "tray/icon/iconstate.h"

#include <QByteArray>

namespace tray {

//! SVG of the tile that an icon stands on, without its shape: readable on dark and on light panels, because
//! the shape's contrast is to the tile.
QByteArray tileSvg(IconState state);
//! SVG of the white shape alone.
QByteArray shapeSvg(IconState state);

} // namespace tray
