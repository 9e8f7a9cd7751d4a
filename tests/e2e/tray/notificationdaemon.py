# Shows no notifications, but says what it was told to show: a JSON line each. A line "ID" on standard input clicks that one.

import json
import sys

import dbus
import dbus.service
from dbus.mainloop.glib import DBusGMainLoop
from gi.repository import GLib

NAME = "org.freedesktop.Notifications"


class Daemon(dbus.service.Object):
    last = 0

    @dbus.service.method(NAME, in_signature="susssasa{sv}i", out_signature="u")
    def Notify(self, app, replaces, icon, title, text, actions, hints, timeout):
        self.last += 1
        print(json.dumps({"id": self.last, "title": str(title), "text": str(text)}), flush=True)
        return dbus.UInt32(self.last)

    @dbus.service.method(NAME, out_signature="as")
    def GetCapabilities(self):
        return ["actions", "body"]

    @dbus.service.method(NAME, out_signature="ssss")
    def GetServerInformation(self):
        return ("test", "test", "1", "1.2")

    @dbus.service.signal(NAME, signature="us")
    def ActionInvoked(self, id, action):
        pass


DBusGMainLoop(set_as_default=True)
bus = dbus.SessionBus()
owned = dbus.service.BusName(NAME, bus)
daemon = Daemon(bus, "/org/freedesktop/Notifications")


def read(source, condition):
    line = sys.stdin.readline()
    if line.strip():
        daemon.ActionInvoked(dbus.UInt32(int(line)), "default")
    return bool(line)


GLib.io_add_watch(sys.stdin, GLib.IO_IN, read)
print(json.dumps({"ready": True}), flush=True)
GLib.MainLoop().run()
