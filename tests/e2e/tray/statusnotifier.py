# A panel of the StatusNotifierItem kind, without a picture: the watcher, and a host that tells what it would show. A JSON line for each change of the
# item; commands come as JSON lines, and each is answered by one.
#   {"menu": true}                opens the menu as a panel does, and answers with its layout; {"layout": true} only answers
#   {"choose": ID}, {"close": true}, {"click": true}: an entry, the menu, the icon

import json
import os
import sys

import dbus
import dbus.service
from dbus.mainloop.glib import DBusGMainLoop
from gi.repository import GLib

WATCHER = "org.kde.StatusNotifierWatcher"
ITEM = "org.kde.StatusNotifierItem"
MENU = "com.canonical.dbusmenu"
PROPERTIES = "org.freedesktop.DBus.Properties"

INTROSPECTION = f"""<node><interface name="{WATCHER}">
<method name="RegisterStatusNotifierItem"><arg name="service" type="s" direction="in"/></method>
<method name="RegisterStatusNotifierHost"><arg name="service" type="s" direction="in"/></method>
<property name="RegisteredStatusNotifierItems" type="as" access="read"/>
<property name="IsStatusNotifierHostRegistered" type="b" access="read"/>
<property name="ProtocolVersion" type="i" access="read"/>
<signal name="StatusNotifierItemRegistered"><arg type="s"/></signal>
</interface><interface name="{PROPERTIES}">
<method name="Get"><arg type="s" direction="in"/><arg type="s" direction="in"/><arg type="v" direction="out"/></method>
<method name="GetAll"><arg type="s" direction="in"/><arg type="a{{sv}}" direction="out"/></method>
</interface></node>"""


def tell(**line):
    print(json.dumps(line), flush=True)


class Watcher(dbus.service.Object):
    items = []

    # Qt asks for properties only where it was told that they are.
    @dbus.service.method("org.freedesktop.DBus.Introspectable", out_signature="s")
    def Introspect(self):
        return INTROSPECTION

    @dbus.service.method(WATCHER, in_signature="s", sender_keyword="sender")
    def RegisterStatusNotifierItem(self, service, sender=None):
        self.items.append(Item(sender if service.startswith("/") else service))
        self.StatusNotifierItemRegistered(service)

    @dbus.service.method(WATCHER, in_signature="s")
    def RegisterStatusNotifierHost(self, service):
        pass

    @dbus.service.signal(WATCHER, signature="s")
    def StatusNotifierItemRegistered(self, service):
        pass

    @dbus.service.method(PROPERTIES, in_signature="ss", out_signature="v")
    def Get(self, interface, name):
        return self.GetAll(interface)[name]

    @dbus.service.method(PROPERTIES, in_signature="s", out_signature="a{sv}")
    def GetAll(self, interface):
        return {
            "IsStatusNotifierHostRegistered": dbus.Boolean(True),
            "ProtocolVersion": dbus.Int32(0),
            "RegisteredStatusNotifierItems": dbus.Array([item.service for item in self.items], signature="s"),
        }


class Item:
    def __init__(self, service):
        self.service = service
        self.object = bus.get_object(service, "/StatusNotifierItem", introspect=False)
        for signal in ("NewIcon", "NewToolTip", "NewStatus"):
            self.object.connect_to_signal(signal, self.read, dbus_interface=ITEM)
        self.read()

    # Asynchronously, as the item is a single thread that may wait for an answer of ours.
    def read(self, *changed):
        self.object.GetAll(ITEM, dbus_interface=PROPERTIES, reply_handler=self.show, error_handler=lambda error: tell(error=str(error)))

    def show(self, properties):
        pixmaps = properties.get("IconPixmap") or []
        icons = [{"width": int(width), "height": int(height), "argb": bytes(data).hex()} for width, height, data in pixmaps]
        _, _, title, text = properties["ToolTip"]
        self.menu = bus.get_object(self.service, properties["Menu"], introspect=False)
        tell(id=str(properties["Id"]), status=str(properties["Status"]), icons=icons, tooltip=str(title) + str(text))

    def open(self):
        self.menu.AboutToShow(dbus.Int32(0), dbus_interface=MENU, reply_handler=self.ask, error_handler=lambda error: tell(error=str(error)))
        self.event(0, "opened")

    def ask(self, changed):
        names = dbus.Array([], signature="s")
        self.menu.GetLayout(dbus.Int32(0), dbus.Int32(-1), names, dbus_interface=MENU,
                            reply_handler=lambda revision, root: tell(menu=[entry(child) for child in root[2]]), error_handler=lambda error: tell(error=str(error)))

    def event(self, id, kind):
        self.menu.Event(dbus.Int32(id), kind, dbus.String("", variant_level=1), dbus.UInt32(0), dbus_interface=MENU,
                        reply_handler=lambda: None, error_handler=lambda error: tell(error=str(error)))


def entry(node):
    id, properties, children = node
    return {
        "id": int(id),
        "text": str(properties.get("label", "")).replace("_", ""),
        "enabled": bool(properties.get("enabled", True)),
        "separator": properties.get("type") == "separator",
        "children": [entry(child) for child in children],
    }


def read_orders(source, condition):
    global rest
    chunk = os.read(0, 65536)
    *lines, rest = (rest + chunk).split(b"\n")
    for line in lines:
        obey(json.loads(line))
    return bool(chunk)


def obey(order):
    item = watcher.items[-1]
    if "menu" in order:
        item.open()
    elif "layout" in order:
        item.ask(False)
    elif "choose" in order:
        item.event(order["choose"], "clicked")
        item.event(0, "closed")
    elif "close" in order:
        item.event(0, "closed")
    elif "click" in order:
        item.object.Activate(dbus.Int32(0), dbus.Int32(0), dbus_interface=ITEM, reply_handler=lambda: None, error_handler=lambda error: tell(error=str(error)))


DBusGMainLoop(set_as_default=True)
rest = b""  # of a line that has not come whole
bus = dbus.SessionBus()
watcher = Watcher(bus, "/StatusNotifierWatcher")
owned = dbus.service.BusName(WATCHER, bus)
GLib.io_add_watch(sys.stdin, GLib.IO_IN | GLib.IO_HUP, read_orders)
tell(ready=True)
GLib.MainLoop().run()
