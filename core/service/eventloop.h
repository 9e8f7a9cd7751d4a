#pragma once

#include <QCoreApplication>

namespace service {

//! A QCoreApplication whose event loop is Qt's own and not GLib's, which Debian's Qt takes by default: for a
//! process that does nothing but sockets and timers GLib's costs a third of its speed. The variable that
//! chooses it is gone again before anything is started, so that no CLI inherits it.
class PlainApplication
{
public:
    PlainApplication(int &argc, char **argv)
        : m_application((qputenv(Variable, "1"), argc), argv)
    {
        qunsetenv(Variable);
    }

private:
    static constexpr char Variable[] = "QT_NO_GLIB";
    QCoreApplication m_application;
};

} // namespace service
