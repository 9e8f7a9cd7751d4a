#pragma once

#include <QByteArray>
#include <QByteArrayView>
#include <QList>

namespace process {

//! A line that was longer than allowed and was left out.
struct DroppedLine
{
    qsizetype afterLines = 0; //!< how many lines of the same SplitLines came before it
    qsizetype bytes = 0; //!< its length without the line break
};

struct SplitLines
{
    QList<QByteArray> lines;
    QList<DroppedLine> dropped;
};

//! Cuts a byte stream into lines at '\n' and nowhere else; every other byte is kept as it came ('\r', NUL,
//! broken UTF-8). Each byte is looked at once, however small the pieces are. Holds at most maxLineBytes: of a
//! longer line only the length is kept, and splitting goes on after it.
class LineSplitter
{
public:
    explicit LineSplitter(qsizetype maxLineBytes);

    SplitLines feed(QByteArrayView bytes);
    //! The stream has ended: what came after the last line break is a line too.
    SplitLines finish();

private:
    void take(QByteArrayView part);
    void endLine(SplitLines &into);

    qsizetype m_maxLineBytes;
    QByteArray m_begun; // of a line whose end has not come yet
    qsizetype m_skipped = 0; // bytes left out of a line that is too long; 0 = it is not
};

} // namespace process
