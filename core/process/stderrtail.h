#pragma once

#include <QByteArray>
#include <QString>

namespace process {

//! The last of what a process wrote to standard error; older bytes are forgotten.
class StderrTail
{
public:
    explicit StderrTail(qsizetype maxBytes);

    void append(const QByteArray &bytes);
    //! From the beginning of a line on if something was forgotten; without ANSI codes, without white space at
    //! the end.
    QString text() const;

private:
    qsizetype m_maxBytes;
    QByteArray m_bytes; // at most twice m_maxBytes, so that forgetting is paid for by appending
    bool m_forgot = false;
};

} // namespace process
