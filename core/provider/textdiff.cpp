#include "core/provider/textdiff.h"

#include <QStringView>

#include <algorithm>
#include <optional>
#include <vector>

namespace provider {

namespace {

using Lines = std::vector<QStringView>;

enum class Step { Keep, Remove, Add };

//! With their breaks, so that a missing last one counts.
Lines linesOf(const QString &text)
{
    Lines lines;
    const QStringView all(text);
    for (qsizetype from = 0; from < all.size();) {
        const qsizetype lineBreak = all.indexOf(QLatin1Char('\n'), from);
        const qsizetype end = lineBreak < 0 ? all.size() : lineBreak + 1;
        lines.push_back(all.mid(from, end - from));
        from = end;
    }
    return lines;
}

//! Two texts between their common beginning and end.
struct Middle
{
    const Lines &before;
    const Lines &after;
    qsizetype head = 0; //!< lines of the common beginning
    qsizetype removed = 0; //!< lines of `before` after it, up to the common end
    qsizetype added = 0;

    QStringView oldLine(qsizetype index) const { return before[static_cast<std::size_t>(head + index)]; }
    QStringView newLine(qsizetype index) const { return after[static_cast<std::size_t>(head + index)]; }
};

Middle middleOf(const Lines &before, const Lines &after)
{
    const auto differ = std::mismatch(before.begin(), before.end(), after.begin(), after.end());
    Middle middle{before, after, differ.first - before.begin()};
    middle.removed = static_cast<qsizetype>(before.size()) - middle.head;
    middle.added = static_cast<qsizetype>(after.size()) - middle.head;
    while (middle.removed > 0 && middle.added > 0
        && middle.oldLine(middle.removed - 1) == middle.newLine(middle.added - 1)) {
        --middle.removed;
        --middle.added;
    }
    return middle;
}

//! The greedy algorithm of E. Myers, "An O(ND) Difference Algorithm and Its Variations" (1986): for each
//! number of edits, the furthest line of `before` that can be reached on each diagonal (line of `before`
//! minus line of `after`).
class ShortestEdit
{
public:
    explicit ShortestEdit(const Middle &middle)
        : m_middle(middle)
    {
    }

    //! nullopt when the texts are further apart than MaxTextDiffEdits.
    std::optional<std::vector<Step>> steps()
    {
        for (int edits = 0; edits <= MaxTextDiffEdits; ++edits) {
            m_furthest.emplace_back(static_cast<std::size_t>(2 * edits + 1), 0);
            const qsizetype least = -edits + 2 * std::max<qsizetype>(0, edits - m_middle.added);
            const qsizetype most = edits - 2 * std::max<qsizetype>(0, edits - m_middle.removed);
            for (qsizetype diagonal = least; diagonal <= most; diagonal += 2) {
                const qsizetype reached = slide(start(edits, diagonal), diagonal);
                at(edits, diagonal) = reached;
                if (reached == m_middle.removed && reached - diagonal == m_middle.added)
                    return walkBack(edits, diagonal);
            }
        }
        return std::nullopt;
    }

private:
    qsizetype &at(int edits, qsizetype diagonal)
    {
        return m_furthest[static_cast<std::size_t>(edits)][static_cast<std::size_t>(diagonal + edits)];
    }

    //! True if the last edit on the way to this diagonal put a line in.
    bool lastAdds(int edits, qsizetype diagonal)
    {
        if (diagonal == -edits)
            return true;
        return diagonal != edits && at(edits - 1, diagonal - 1) < at(edits - 1, diagonal + 1);
    }

    qsizetype start(int edits, qsizetype diagonal)
    {
        if (edits == 0)
            return 0;
        return lastAdds(edits, diagonal) ? at(edits - 1, diagonal + 1) : at(edits - 1, diagonal - 1) + 1;
    }

    qsizetype slide(qsizetype line, qsizetype diagonal) const
    {
        while (line < m_middle.removed && line - diagonal < m_middle.added
            && m_middle.oldLine(line) == m_middle.newLine(line - diagonal))
            ++line;
        return line;
    }

    std::vector<Step> walkBack(int edits, qsizetype diagonal)
    {
        std::vector<Step> steps;
        for (; edits >= 0; --edits) {
            const qsizetype kept = at(edits, diagonal) - start(edits, diagonal);
            steps.insert(steps.end(), static_cast<std::size_t>(kept), Step::Keep);
            if (edits == 0)
                break;
            const bool adds = lastAdds(edits, diagonal);
            steps.push_back(adds ? Step::Add : Step::Remove);
            diagonal += adds ? 1 : -1;
        }
        std::reverse(steps.begin(), steps.end());
        return steps;
    }

    const Middle &m_middle;
    std::vector<std::vector<qsizetype>> m_furthest; //!< by number of edits
};

std::vector<Step> stepsOf(const Middle &middle)
{
    if (middle.removed <= MaxComparedLines && middle.added <= MaxComparedLines) {
        if (auto steps = ShortestEdit(middle).steps())
            return *std::move(steps);
    }
    std::vector<Step> steps(static_cast<std::size_t>(middle.removed), Step::Remove);
    steps.insert(steps.end(), static_cast<std::size_t>(middle.added), Step::Add);
    return steps;
}

QString shown(char sign, QStringView line)
{
    if (line.endsWith(QLatin1Char('\n')))
        line.chop(1);
    return QLatin1Char(sign) + line.toString();
}

//! Puts the hunks of a diff together from one step after the other.
class HunkWriter
{
public:
    HunkWriter(model::FileDiff &diff, const Middle &middle)
        : m_diff(diff)
        , m_before(middle.before)
        , m_after(middle.after)
        , m_old(middle.head)
        , m_new(middle.head)
    {
    }

    void write(const std::vector<Step> &steps)
    {
        for (const Step step : steps) {
            if (step == Step::Keep) {
                ++m_old;
                ++m_new;
                continue;
            }
            // Changes closer than two contexts are one hunk.
            if (!m_open || m_old - m_lastOld > qsizetype{2} * TextDiffContext)
                begin();
            keepUntil(m_old);
            if (step == Step::Remove) {
                ++m_diff.removed;
                ++m_hunk.oldLines;
                append(shown('-', m_before[static_cast<std::size_t>(m_old++)]));
            } else {
                ++m_diff.added;
                ++m_hunk.newLines;
                append(shown('+', m_after[static_cast<std::size_t>(m_new++)]));
            }
            m_lastOld = m_old;
        }
        finish();
    }

private:
    void begin()
    {
        finish();
        m_open = true;
        const qsizetype context = std::min<qsizetype>(TextDiffContext, m_old - m_lastOld);
        m_hunk = {};
        m_lastOld = m_old - context;
        m_hunk.oldStart = static_cast<int>(m_lastOld);
        m_hunk.newStart = static_cast<int>(m_new - context);
    }

    void keepUntil(qsizetype line)
    {
        for (; m_lastOld < line; ++m_lastOld) {
            ++m_hunk.oldLines;
            ++m_hunk.newLines;
            append(shown(' ', m_before[static_cast<std::size_t>(m_lastOld)]));
        }
    }

    void append(const QString &line)
    {
        if (m_room <= 0)
            return;
        --m_room;
        m_hunk.lines.append(line);
    }

    void finish()
    {
        if (!m_open)
            return;
        keepUntil(std::min(m_lastOld + TextDiffContext, static_cast<qsizetype>(m_before.size())));
        // A hunk's start counts from 1, but names the line before it where it has no lines of its own.
        m_hunk.oldStart += m_hunk.oldLines > 0 ? 1 : 0;
        m_hunk.newStart += m_hunk.newLines > 0 ? 1 : 0;
        if (!m_hunk.lines.isEmpty())
            m_diff.hunks.append(m_hunk);
        m_open = false;
    }

    model::FileDiff &m_diff;
    const Lines &m_before;
    const Lines &m_after;
    qsizetype m_old; //!< lines that are behind us
    qsizetype m_new;
    qsizetype m_lastOld = 0; //!< lines of `before` that the hunks have covered
    qsizetype m_room = MaxTextDiffLines;
    model::DiffHunk m_hunk;
    bool m_open = false;
};

} // namespace

model::FileDiff textDiff(const QString &path, const QString &before, const QString &after)
{
    model::FileDiff diff;
    diff.path = path;
    const Lines oldLines = linesOf(before);
    const Lines newLines = linesOf(after);
    const Middle middle = middleOf(oldLines, newLines);
    HunkWriter(diff, middle).write(stepsOf(middle));
    return diff;
}

} // namespace provider
