#include "tray/windows/logview.h"

#include <QFontDatabase>
#include <QScrollBar>

#include <algorithm>

namespace tray {

LogView::LogView(QWidget *parent)
    : QPlainTextEdit(parent)
{
    setReadOnly(true);
    setUndoRedoEnabled(false);
    setMaximumBlockCount(MostLines);
    setLineWrapMode(NoWrap);
    setFont(QFontDatabase::systemFont(QFontDatabase::FixedFont));
}

bool LogView::isShown(const QString &line) const
{
    return std::all_of(m_words.begin(), m_words.end(),
        [&line](const QString &word) { return line.contains(word, Qt::CaseInsensitive); });
}

QStringList LogView::shownLines() const
{
    QStringList shown;
    std::copy_if(m_lines.begin(), m_lines.end(), std::back_inserter(shown),
        [this](const QString &line) { return isShown(line); });
    return shown;
}

void LogView::append(const QStringList &lines)
{
    m_lines += lines;
    if (m_lines.size() > MostLines)
        m_lines.remove(0, m_lines.size() - MostLines);
    QStringList shown;
    std::copy_if(lines.begin(), lines.end(), std::back_inserter(shown),
        [this](const QString &line) { return isShown(line); });
    showLines(shown);
}

void LogView::showLines(const QStringList &lines)
{
    if (lines.isEmpty())
        return;
    QScrollBar *bar = verticalScrollBar();
    const bool isAtEnd = bar->value() == bar->maximum();
    appendPlainText(lines.join(QLatin1Char('\n')));
    if (!isAtEnd)
        return;
    if (!textCursor().hasSelection()) { // what is scrolled to is the cursor, and it would be at a line's end
        QTextCursor cursor(document());
        cursor.movePosition(QTextCursor::End);
        cursor.movePosition(QTextCursor::StartOfBlock);
        setTextCursor(cursor);
    }
    bar->setValue(bar->maximum());
}

void LogView::setFilter(const QString &filter)
{
    m_words = filter.split(QLatin1Char(' '), Qt::SkipEmptyParts);
    clear();
    showLines(shownLines());
    verticalScrollBar()->setValue(verticalScrollBar()->maximum());
}

} // namespace tray
