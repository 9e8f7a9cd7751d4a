#include "tray/menu/menuentry.h"

namespace tray {

bool operator==(const MenuEntry &a, const MenuEntry &b)
{
    return a.kind == b.kind && a.text == b.text && a.action == b.action && a.enabled == b.enabled
        && a.checked == b.checked && a.children == b.children;
}

} // namespace tray
