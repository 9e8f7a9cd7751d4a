#include "core/provider/unifieddiff.h"

#include <QRegularExpression>

#include <algorithm>
#include <optional>

namespace provider {

namespace {

constexpr int MaxLineNumber = 1'000'000'000;

int lineNumber(const QString &digits, int otherwise)
{
    if (digits.isEmpty())
        return otherwise;
    bool isNumber = false;
    const qlonglong number = digits.toLongLong(&isNumber);
    return isNumber ? static_cast<int>(std::min<qlonglong>(number, MaxLineNumber)) : MaxLineNumber;
}

std::optional<model::DiffHunk> hunkHeader(const QString &line)
{
    static const QRegularExpression header(
        QStringLiteral("\\A@@ -(\\d+)(?:,(\\d+))? \\+(\\d+)(?:,(\\d+))? @@"));
    const QRegularExpressionMatch match = header.match(line);
    if (!match.hasMatch())
        return std::nullopt;
    model::DiffHunk hunk;
    hunk.oldStart = lineNumber(match.captured(1), 0);
    hunk.oldLines = lineNumber(match.captured(2), 1);
    hunk.newStart = lineNumber(match.captured(3), 0);
    hunk.newLines = lineNumber(match.captured(4), 1);
    return hunk;
}

//! Reads the lines of one file after the other. How many lines a hunk has stands in its header, so that a
//! removed line "-- x" is not taken for a header.
class DiffReader
{
public:
    void read(const QString &line)
    {
        if (m_files.isEmpty() || !readHunkLine(line))
            readOutside(line);
    }

    void beginFile(const QString &path)
    {
        m_files.append({path, 0, 0, {}});
        m_kept = 0;
        m_old = m_new = 0;
        m_named = !path.isEmpty();
    }

    QList<model::FileDiff> take() { return std::move(m_files); }

    void setSeveralFiles(bool several) { m_several = several; }

private:
    bool readHunkLine(const QString &line)
    {
        if (m_old <= 0 && m_new <= 0)
            return false;
        const QChar kind = line.isEmpty() ? QLatin1Char(' ') : line.front();
        if (kind == QLatin1Char('\\'))
            return true; // "No newline at end of file"
        if (kind == QLatin1Char('+'))
            --m_new;
        else if (kind == QLatin1Char('-'))
            --m_old;
        else if (kind == QLatin1Char(' '))
            --m_old, --m_new;
        else {
            m_old = m_new = 0; // fewer lines than its header says
            return false;
        }
        model::FileDiff &file = m_files.last();
        file.added += kind == QLatin1Char('+') ? 1 : 0;
        file.removed += kind == QLatin1Char('-') ? 1 : 0;
        if (++m_kept <= MaxUnifiedDiffLines)
            file.hunks.last().lines.append(line.isEmpty() ? QStringLiteral(" ") : line);
        return true;
    }

    void readOutside(const QString &line)
    {
        if (m_several && readFileHeader(line))
            return;
        const auto hunk = hunkHeader(line);
        if (!hunk || m_files.isEmpty())
            return;
        m_old = hunk->oldLines;
        m_new = hunk->newLines;
        m_files.last().hunks.append(*hunk);
    }

    bool readFileHeader(const QString &line)
    {
        if (line.startsWith(QLatin1StringView("diff --git "))) {
            beginFile({});
            // Good enough for a file without hunks; else the lines below tell.
            m_files.last().path = line.section(QStringLiteral(" b/"), -1);
            return true;
        }
        const bool before = line.startsWith(QLatin1StringView("--- "));
        if (!before && !line.startsWith(QLatin1StringView("+++ ")))
            return false;
        if (before && (m_files.isEmpty() || !m_files.last().hunks.isEmpty() || m_named))
            beginFile({}); // not by git
        if (m_files.isEmpty())
            return true;
        QString path = line.mid(4).section(QLatin1Char('\t'), 0, 0);
        if (path == QLatin1StringView("/dev/null"))
            return true;
        if (path.startsWith(QLatin1StringView("a/")) || path.startsWith(QLatin1StringView("b/")))
            path.remove(0, 2);
        m_files.last().path = path;
        m_named = m_named || !before;
        return true;
    }

    QList<model::FileDiff> m_files;
    qsizetype m_kept = 0; //!< lines of this file
    int m_old = 0; //!< lines that are still to come of this hunk
    int m_new = 0;
    bool m_named = false; //!< its "+++" was read
    bool m_several = false;
};

void readLines(DiffReader &reader, const QString &diff)
{
    QStringList lines = diff.split(QLatin1Char('\n'));
    if (lines.last().isEmpty())
        lines.removeLast(); // what stands after the last line break is no line
    for (const QString &line : std::as_const(lines))
        reader.read(line);
}

} // namespace

model::FileDiff unifiedDiff(const QString &path, const QString &diff)
{
    DiffReader reader;
    reader.beginFile(path);
    readLines(reader, diff);
    return reader.take().first();
}

QList<model::FileDiff> unifiedDiffs(const QString &diff)
{
    DiffReader reader;
    reader.setSeveralFiles(true);
    readLines(reader, diff);
    return reader.take();
}

} // namespace provider
