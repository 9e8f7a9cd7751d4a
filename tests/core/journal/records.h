#pragma once

#include "core/journal/journal.h"
#include "core/model/record.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QList>
#include <QString>
#include <QTest>

//! Makes records numbered without a gap, as a Timeline would.
class Records
{
public:
    explicit Records(base::Sequence last = 0)
        : m_last(last)
    {
    }

    base::Sequence last() const { return m_last; }

    //! A message that begins with this record.
    model::Record begin(const QString &id, const QString &text, bool open = false)
    {
        return change(id, m_last + 1, text, open);
    }

    //! The message `id`, which began with record `seq`, as it is from now on.
    model::Record change(const QString &id, base::Sequence seq, const QString &text, bool open = false)
    {
        model::Message message;
        message.id = base::MessageId(id);
        message.seq = seq;
        message.at = 1763800000000;
        message.open = open;
        message.body = model::Text{text, false};
        return next(model::MessageChanged{message});
    }

    model::Record append(const QString &id, const QString &text)
    {
        return next(model::MessageAppended{base::MessageId(id), text});
    }

    model::Record state(const QString &activity)
    {
        model::AgentState state;
        state.activity = activity;
        return next(model::StateChanged{state});
    }

    model::Record unknown(const QString &line) { return next(model::UnknownLine{line}); }

private:
    model::Record next(model::RecordBody body) { return {++m_last, 1763800000000, std::move(body)}; }

    base::Sequence m_last;
};

//! For a QTemporaryDir: in memory where there is such a file system, because these tests sync a lot.
inline QString scratchTemplate()
{
    const QString memory = QStringLiteral("/dev/shm");
    const bool usable = QFileInfo(memory).isDir() && QFileInfo(memory).isWritable();
    return (usable ? memory : QDir::tempPath()) + QStringLiteral("/tst_journal-XXXXXX");
}

inline QString number(quint64 value)
{
    return QString::number(value);
}

inline QString textOf(const model::Message &message)
{
    return std::get<model::Text>(message.body).text;
}

inline QStringList textsOf(const QList<model::Message> &messages)
{
    QStringList texts;
    for (const model::Message &message : messages)
        texts.append(textOf(message));
    return texts;
}

inline QList<QByteArray> linesOf(const QList<model::Record> &records)
{
    QList<QByteArray> lines;
    for (const model::Record &record : records)
        lines.append(model::encodeRecord(record));
    return lines;
}

inline QByteArray readFile(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

inline bool writeFile(const QString &path, const QByteArray &bytes)
{
    QFile::remove(path);
    QFile file(path);
    return file.open(QIODevice::WriteOnly) && file.write(bytes) == bytes.size();
}

//! The value of a Result, or a failed test with the words of its error.
#define VERIFY_RESULT(result)                                                                                \
    do {                                                                                                     \
        if (!(result))                                                                                       \
            QFAIL(qPrintable(QStringLiteral(#result) + QLatin1String(": ") + (result).error().message));     \
    } while (false)
