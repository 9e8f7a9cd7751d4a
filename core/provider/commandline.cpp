#include "core/provider/commandline.h"

#include <QRegularExpression>

#include <array>

namespace provider {

using base::ErrorCode;
using base::failure;

namespace {

constexpr std::array ShellOperators{"|", "||", "&", "&&", ";", "<", "<<", ">", ">>", "2>", "2>&1", "&>"};

struct Word
{
    QString text;
    bool quoted = false; //!< somewhere in it
};

class WordReader
{
public:
    explicit WordReader(const QString &text)
        : m_text(text)
    {
    }

    base::Result<QList<Word>> words()
    {
        while (m_at < m_text.size()) {
            const QChar next = m_text.at(m_at++);
            const bool ok = next == QLatin1Char('\'') ? takeLiteral()
                : next == QLatin1Char('"')            ? takeQuoted()
                : next == QLatin1Char('\\')           ? takeEscaped()
                                                      : takeBare(next);
            if (!ok)
                return failure(ErrorCode::InvalidArgument, m_error);
        }
        endWord();
        return m_words;
    }

private:
    Word &word()
    {
        if (!m_inWord)
            m_words.append(Word{});
        m_inWord = true;
        return m_words.last();
    }

    void endWord() { m_inWord = false; }

    bool takeBare(QChar next)
    {
        if (next.isSpace())
            endWord();
        else
            word().text.append(next);
        return true;
    }

    bool takeEscaped()
    {
        if (m_at == m_text.size()) {
            m_error = QStringLiteral("ends in a backslash that has nothing to quote");
            return false;
        }
        word().quoted = true;
        word().text.append(m_text.at(m_at++));
        return true;
    }

    bool takeLiteral()
    {
        const qsizetype begin = m_at;
        const qsizetype end = m_text.indexOf(QLatin1Char('\''), begin);
        if (end < 0)
            return leftOpen(begin);
        word().quoted = true;
        word().text.append(QStringView(m_text).mid(begin, end - begin));
        m_at = end + 1;
        return true;
    }

    bool takeQuoted()
    {
        const qsizetype begin = m_at;
        word().quoted = true;
        while (m_at < m_text.size()) {
            QChar next = m_text.at(m_at++);
            if (next == QLatin1Char('"'))
                return true;
            const bool escapes = next == QLatin1Char('\\') && m_at < m_text.size()
                && QStringView(u"\"\\$`").contains(m_text.at(m_at));
            if (escapes)
                next = m_text.at(m_at++);
            word().text.append(next);
        }
        return leftOpen(begin);
    }

    bool leftOpen(qsizetype begin)
    {
        m_error = QStringLiteral("has a quote at character %1 that is not closed").arg(begin);
        return false;
    }

    const QString &m_text;
    qsizetype m_at = 0;
    QList<Word> m_words;
    bool m_inWord = false;
    QString m_error;
};

bool isShellOperator(const Word &word)
{
    return !word.quoted && std::any_of(ShellOperators.begin(), ShellOperators.end(), [&](const char *name) {
        return word.text == QLatin1StringView(name);
    });
}

bool setsVariable(const Word &word)
{
    static const QRegularExpression assignment(QStringLiteral("\\A[A-Za-z_][A-Za-z0-9_]*="));
    return assignment.match(word.text).hasMatch();
}

} // namespace

base::Result<CommandLine> parseCommandLine(const QString &text)
{
    const auto wrong = [](const QString &what) {
        return failure(ErrorCode::InvalidArgument, what);
    };
    if (text.contains(QChar(u'\0')))
        return wrong(QStringLiteral("contains a NUL character"));
    const auto words = WordReader(text).words();
    if (!words)
        return tl::unexpected(words.error());
    if (words->isEmpty() || words->first().text.isEmpty())
        return wrong(QStringLiteral("names no program"));
    if (setsVariable(words->first())) {
        return wrong(
            QStringLiteral("sets a variable in front of the program (%1); put it into the environment")
                .arg(words->first().text));
    }
    CommandLine line;
    for (const Word &word : *words) {
        if (isShellOperator(word)) {
            return wrong(QStringLiteral("needs a shell for %1, and there is none; put it in quotes if it is "
                                        "an argument, or start a shell: sh -c '…'")
                             .arg(word.text));
        }
        line.arguments.append(word.text);
    }
    line.program = line.arguments.takeFirst();
    return line;
}

std::optional<CommandLine> readCommandFlag(base::JsonReader &reader)
{
    const QString text = reader.string("command");
    if (reader.error())
        return std::nullopt;
    const auto line = parseCommandLine(text);
    if (line)
        return *line;
    reader.fail("command", line.error().message);
    return std::nullopt;
}

} // namespace provider
