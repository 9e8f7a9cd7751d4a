#pragma once

#include "core/process/filedescriptor.h"
#include "core/process/linesplitter.h"
#include "core/process/transport.h"

#include <QObject>

namespace holder {

//! Reads a holder's spool from an offset on, in slices, as far as it is known to reach, and cuts it into
//! lines (or gives it as it is, for a terminal).
class OutputReader : public QObject
{
    Q_OBJECT

public:
    static constexpr qsizetype SliceBytes = qsizetype{256} * 1024;

    OutputReader(process::FileDescriptor file, qint64 offset, bool inLines);

    //! It reaches to `end` now; `isWhole`: and never further.
    void growTo(qint64 end, bool isWhole);
    void setPaused(bool paused);

Q_SIGNALS:
    void outputRead(const QList<process::Output> &output);
    void lineDropped(qsizetype bytes);
    //! All of it was given, and it is whole.
    void finished();

private:
    void readSlice();
    void readSoon();
    void give(const process::SplitLines &split, bool unterminated);

    process::FileDescriptor m_file;
    const bool m_inLines;
    process::LineSplitter m_splitter;
    qint64 m_position; //!< of reading
    qint64 m_given; //!< where what was given ends
    qint64 m_end;
    bool m_isWhole = false;
    bool m_isFinished = false;
    bool m_paused = false;
    bool m_readsSoon = false;
};

} // namespace holder
