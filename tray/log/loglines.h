#pragma once

#include <QByteArray>
#include <QStringList>

namespace tray {

//! Cuts bytes of a log into lines; pure. One that is longer than MaxLine is given in pieces.
class LogLines
{
public:
    static constexpr qsizetype MaxLine = qsizetype{16} * 1024;

    QStringList feed(const QByteArray &bytes);

private:
    QByteArray m_rest;
};

} // namespace tray
