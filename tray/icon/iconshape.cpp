#include "tray/icon/iconshape.h"

namespace tray {

namespace {

// Drawn on a grid of 16, the smallest size there is.
constexpr char Head[] = R"(<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16">)";
constexpr char Tail[] = "</svg>";

constexpr char Ring[] = R"(<circle cx="8" cy="8" r="4" fill="none" stroke="#ffffff" stroke-width="2"/>)";
constexpr char Dot[] = R"(<circle cx="8" cy="8" r="3.5" fill="#ffffff"/>)";
constexpr char ThreeDots[] = R"(<g fill="#ffffff"><circle cx="3.75" cy="8" r="1.5"/>)"
                             R"(<circle cx="8" cy="8" r="1.5"/><circle cx="12.25" cy="8" r="1.5"/></g>)";
constexpr char Sending[]
    = R"(<circle cx="8" cy="8" r="2.25" fill="#ffffff"/>)"
      R"(<g fill="none" stroke="#ffffff" stroke-width="1.75" stroke-linecap="round">)"
      R"(<path d="M4.2 3.9A5.6 5.6 0 0 0 4.2 12.1"/><path d="M11.8 3.9A5.6 5.6 0 0 1 11.8 12.1"/></g>)";
constexpr char Slashed[] = R"(<g fill="none" stroke="#ffffff" stroke-width="2" stroke-linecap="round">)"
                           R"(<circle cx="8" cy="8" r="5"/><path d="M4.6 11.4L11.4 4.6"/></g>)";
constexpr char Cross[] = R"(<path d="M4.5 4.5L11.5 11.5M11.5 4.5L4.5 11.5" fill="none" stroke="#ffffff")"
                         R"( stroke-width="2.5" stroke-linecap="round"/>)";

const char *shapeOf(IconState state)
{
    switch (state) {
    case IconState::Stopped:
        return Ring;
    case IconState::LocalOnly:
        return Dot;
    case IconState::Connecting:
        return ThreeDots;
    case IconState::Connected:
        return Sending;
    case IconState::Refused:
        return Slashed;
    case IconState::Error:
        return Cross;
    }
    return "";
}

//! Mid-tones: at least 3:1 to white, and to be told from a black panel.
const char *colourOf(IconState state)
{
    switch (state) {
    case IconState::Stopped:
        return "#6f727a";
    case IconState::LocalOnly:
    case IconState::Connecting:
        return "#5652d6";
    case IconState::Connected:
        return "#1f7f55";
    case IconState::Refused:
    case IconState::Error:
        return "#c2352b";
    }
    return "";
}

} // namespace

QByteArray tileSvg(IconState state)
{
    return QByteArray(Head) + R"(<rect width="16" height="16" rx="3.5" fill=")" + colourOf(state) + R"("/>)"
        + Tail;
}

QByteArray shapeSvg(IconState state)
{
    return QByteArray(Head) + shapeOf(state) + Tail;
}

} // namespace tray
