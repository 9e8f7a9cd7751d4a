#pragma once

#include <QPlainTextEdit>
#include <QStringList>

namespace tray {

//! The newest lines of a log, as far as they have the filter's words. It follows the end unless somebody has
//! scrolled away from it.
class LogView final : public QPlainTextEdit
{
    Q_OBJECT

public:
    static constexpr int MostLines = 5000;

    explicit LogView(QWidget *parent = nullptr);

    void append(const QStringList &lines);
    //! Words, all of which a line must have, whatever their case.
    void setFilter(const QString &filter);
    //! Lines that are shown.
    QStringList shownLines() const;

private:
    bool isShown(const QString &line) const;
    void showLines(const QStringList &lines);

    QStringList m_lines;
    QStringList m_words;
};

} // namespace tray
