#include "tray/log/filefollower.h"

#include <QFileInfo>

namespace tray {

FileFollower::FileFollower(QString path, QObject *parent)
    : LogSource(parent)
    , m_path(std::move(path))
{
    connect(&m_timer, &QTimer::timeout, this, &FileFollower::look);
}

void FileFollower::start()
{
    m_timer.start(Interval);
    look();
}

//! Whether there is a file to read from. A replaced one is seen by its birth: the path has another file than
//! the open one when it is shorter than what was read.
bool FileFollower::reopenIfReplaced()
{
    const QFileInfo info(m_path);
    if (m_file.isOpen() && info.exists() && info.size() >= m_file.pos())
        return true;
    const bool wasOpen = m_file.isOpen();
    if (wasOpen && !info.exists())
        return false; // until the new one is there
    m_file.close();
    m_file.setFileName(m_path);
    if (!m_file.open(QIODevice::ReadOnly))
        return false;
    m_lines = {};
    if (wasOpen)
        Q_EMIT begunAnew();
    return true;
}

void FileFollower::look()
{
    if (!reopenIfReplaced())
        return;
    if (!std::exchange(m_hasBegun, true) && m_file.size() > FirstBytes) {
        m_file.seek(m_file.size() - FirstBytes);
        m_file.readLine(); // the rest of one
    }
    const QStringList lines = m_lines.feed(m_file.read(SliceBytes));
    if (!lines.isEmpty())
        Q_EMIT linesRead(lines);
    if (m_file.pos() < m_file.size())
        QTimer::singleShot(0, this, &FileFollower::look);
}

} // namespace tray
