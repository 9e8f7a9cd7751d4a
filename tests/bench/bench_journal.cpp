#include "core/journal/journal.h"
#include "core/journal/syncer.h"
#include "core/model/record.h"

#include <QElapsedTimer>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTemporaryDir>

#include <cstdio>
#include <memory>

// Prints one JSON object a line: how long the path from a line of text to a record in the journal takes, and
// whether its cost depends on how much is there already. Every figure is of a fresh journal in a temporary
// directory.
namespace {

constexpr int Records = 100000;
constexpr int Blocks = 10; // of Records each, for the flatness
constexpr qsizetype LineBytes = 200;
constexpr int AppendsPerMessage = 9; // a message begins, grows by pieces of text, and ends

using Lines = QList<QByteArray>;

void print(const QJsonObject &figure)
{
    std::printf("%s\n", QJsonDocument(figure).toJson(QJsonDocument::Compact).constData());
    std::fflush(stdout);
}

[[noreturn]] void fail(const QString &message)
{
    std::fprintf(stderr, "%s\n", qPrintable(message));
    std::exit(1);
}

model::Record recordAt(base::Sequence seq)
{
    constexpr base::Sequence Period = AppendsPerMessage + 2;
    const base::Sequence begin = seq - (seq - 1) % Period;
    const base::MessageId id(
        QStringLiteral("11111111-2222-3333-4444-%1").arg(begin, 12, 10, QLatin1Char('0')));
    model::Record record{seq, 1763800000000, model::MessageAppended{id, QString()}};
    if (seq == begin || seq == begin + Period - 1) {
        model::Message message{id, begin, 1763800000000, QString(), seq == begin, model::Text()};
        record.body = model::MessageChanged{message};
    }
    // filled up to the same length each
    const QString filling(LineBytes - model::encodeRecord(record).size(), QLatin1Char('x'));
    if (auto *appended = std::get_if<model::MessageAppended>(&record.body))
        appended->text = filling;
    else
        std::get<model::Text>(std::get<model::MessageChanged>(record.body).message.body).text = filling;
    return record;
}

Lines linesFrom(base::Sequence first, int count)
{
    Lines lines;
    lines.reserve(count);
    for (int i = 0; i < count; ++i)
        lines.append(model::encodeRecord(recordAt(first + i)));
    return lines;
}

std::unique_ptr<journal::Journal> open(const QTemporaryDir &directory, journal::Syncer &syncer)
{
    auto opened = journal::Journal::open(directory.path(), syncer);
    if (!opened)
        fail(opened.error().message);
    return std::move(*opened);
}

//! Parses the lines and appends them; gives the seconds.
double run(journal::Journal &journal, const Lines &lines, int batch)
{
    QElapsedTimer timer;
    timer.start();
    QList<model::Record> records;
    for (qsizetype i = 0; i < lines.size(); ++i) {
        auto record = model::decodeRecord(lines[i]);
        if (!record)
            fail(record.error().message);
        records.append(std::move(*record));
        if (records.size() < batch && i + 1 < lines.size())
            continue;
        const auto appended = journal.append(records);
        if (!appended)
            fail(appended.error().message);
        records.clear();
    }
    return static_cast<double>(timer.nsecsElapsed()) / 1e9;
}

void measureBatch(journal::Syncer &syncer, const Lines &lines, int batch)
{
    const QTemporaryDir directory;
    const auto journal = open(directory, syncer);
    const double seconds = run(*journal, lines, batch);
    print({{QStringLiteral("bench"), QStringLiteral("journal-append")}, {QStringLiteral("records"), Records},
        {QStringLiteral("bytesPerRecord"), LineBytes}, {QStringLiteral("batch"), batch},
        {QStringLiteral("seconds"), seconds}, {QStringLiteral("recordsPerSecond"), Records / seconds}});
}

void measureFlatness(journal::Syncer &syncer)
{
    const QTemporaryDir directory;
    auto journal = open(directory, syncer);
    for (int block = 0; block < Blocks; ++block) {
        const Lines lines = linesFrom(journal->lastSequence() + 1, Records);
        const double seconds = run(*journal, lines, 1);
        print({{QStringLiteral("bench"), QStringLiteral("journal-flatness")},
            {QStringLiteral("records"), static_cast<qint64>(journal->lastSequence())},
            {QStringLiteral("microsecondsPerRecord"), seconds * 1e6 / Records}});
    }
    journal.reset();
    syncer.flush();

    QElapsedTimer timer;
    timer.start();
    journal = open(directory, syncer);
    const qint64 opening = timer.nsecsElapsed();
    timer.restart();
    const auto page = journal->messagesBefore(0, 50);
    if (!page)
        fail(page.error().message);
    print({{QStringLiteral("bench"), QStringLiteral("journal-open")},
        {QStringLiteral("messages"), journal->messageCount()},
        {QStringLiteral("microsecondsToOpen"), static_cast<double>(opening) / 1e3},
        {QStringLiteral("microsecondsFor50Messages"), static_cast<double>(timer.nsecsElapsed()) / 1e3}});
}

void measureCodec(const Lines &lines)
{
    QElapsedTimer timer;
    timer.start();
    QList<model::Record> records;
    records.reserve(lines.size());
    for (const QByteArray &line : lines)
        records.append(*model::decodeRecord(line));
    const double decoding = static_cast<double>(timer.nsecsElapsed()) / 1e3;
    timer.restart();
    qsizetype bytes = 0;
    for (const model::Record &record : records)
        bytes += model::encodeRecord(record).size();
    print({{QStringLiteral("bench"), QStringLiteral("record-codec")}, {QStringLiteral("records"), Records},
        {QStringLiteral("bytes"), bytes}, {QStringLiteral("microsecondsToDecode"), decoding / Records},
        {QStringLiteral("microsecondsToEncode"), static_cast<double>(timer.nsecsElapsed()) / 1e3 / Records}});
}

} // namespace

int main()
{
    const Lines lines = linesFrom(1, Records);
    journal::Syncer syncer;
    measureCodec(lines);
    measureBatch(syncer, lines, 1);
    measureBatch(syncer, lines, 64);
    measureFlatness(syncer);
    return 0;
}
