#pragma once

#include "tray/model/overview.h"

namespace tray {

//! What the icon can say. Each has a shape of its own (iconshape.cpp).
enum class IconState {
    Stopped, //!< a ring: no server
    LocalOnly, //!< a dot: a server, no tunnel wanted
    Connecting, //!< three dots: the tunnel is on its way, or waits for its next try
    Connected, //!< a dot that sends
    Refused, //!< a slash: the relay does not know the token
    Error, //!< a cross: crashed, cannot be started, does not answer
};

IconState iconStateOf(const Overview &overview);

} // namespace tray
