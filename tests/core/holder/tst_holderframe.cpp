#include "core/holder/messages.h"

#include <QTest>

using namespace holder;

namespace {

std::string fromHex(const char *hex)
{
    return QByteArray::fromHex(hex).toStdString();
}

//! A whole message of the wire, as one frame.
std::optional<Message> messageIn(const std::string &wire)
{
    FrameReader reader;
    reader.feed(wire);
    const auto frame = reader.next();
    return frame ? decode(*frame) : std::nullopt;
}

const Message AnyLaunch = Launch{
    "/bin/cli", {"-p", "", "two words"}, "/home/user", {"A=1", "B="}, true, 132, 43, 2'000'000'000'000};
const Message AnyInput = Input{{300, 7, 2}, std::string("{\"a\":\"\0\xff\n\"}\n", 13)};
const Message AnyResize = Resize{200, 50};
const Message AnyStop = Stop{"\x03", 100, 250};
const Message AnyRelease = Release{0x1122334455667788};
const Message AnyStatus = Status{
    1, "1.4.0", Phase::Ended, 100, 101, 5000, {300, 7, 2}, true, 3, 15, 4, "no such program", "disk full"};
const Message AnyGrew = Grew{4096};

//! Version 1, written out: a holder of that version may run for weeks below newer servers, and so may a
//! server below newer holders. These bytes never change.
struct Fixed
{
    const char *name;
    Message message;
    const char *hex; //!< blanks are passed over
};

const std::vector<Fixed> &fixedBytes()
{
    static const std::vector<Fixed> all{
        {"Launch", Launch{"/a", {"b", ""}, "/c", {"D=e"}, true, 80, 24, 258},
            "56000000 01  01 02000000 2f61  02 01000000 62  02 00000000  03 02000000 2f63  04 03000000 443d65"
            "05 08000000 0100000000000000  06 08000000 5000000000000000  07 08000000 1800000000000000"
            "08 08000000 0201000000000000"},
        {"Input", Input{{1, 2, 3}, "hi\n"},
            "30000000 02  01 08000000 0100000000000000  02 08000000 0200000000000000"
            "03 08000000 0300000000000000  04 03000000 68690a"},
        {"Resize", Resize{80, 24}, "1b000000 03  01 08000000 5000000000000000  02 08000000 1800000000000000"},
        {"Stop", Stop{"x", 3000, 5000},
            "21000000 04  01 01000000 78  02 08000000 b80b000000000000  03 08000000 8813000000000000"},
        {"Release", Release{0x1122334455667788}, "0e000000 05  01 08000000 8877665544332211"},
        {"Dismiss", Dismiss{}, "01000000 06"},
        {"Status", Status{1, "v", Phase::Running, 2, 3, 4, {5, 6, 7}, true, 8, 9, 10, "e", "s"},
            "af000000 40  01 08000000 0100000000000000  02 01000000 76  03 08000000 0100000000000000"
            "04 08000000 0200000000000000  05 08000000 0300000000000000  06 08000000 0400000000000000"
            "07 08000000 0500000000000000  08 08000000 0600000000000000  09 08000000 0700000000000000"
            "0a 08000000 0100000000000000  0b 08000000 0800000000000000  0c 08000000 0900000000000000"
            "0d 08000000 0a00000000000000  0e 01000000 65  0f 01000000 73"},
        {"Grew", Grew{1}, "0e000000 41  01 08000000 0100000000000000"},
    };
    return all;
}

} // namespace

class HolderFrameTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void takesEachMessageBack_data();
    void takesEachMessageBack();
    void keepsToVersion1_data();
    void keepsToVersion1();
    void cutsAtEveryByte();
    void refusesWhatCannotBeFrames_data();
    void refusesWhatCannotBeFrames();
    void takesTheLongestAndNoLonger();
    void passesOverWhatIsNewer();
    void fillsInWhatIsMissing();
    void boundsSmallNumbers();
    void forgetsWhatWasRead();
};

void HolderFrameTest::takesEachMessageBack_data()
{
    QTest::addColumn<int>("index");
    for (const Message &message :
        {AnyLaunch, AnyInput, AnyResize, AnyStop, AnyRelease, Message(Dismiss{}), AnyStatus, AnyGrew})
        QTest::addRow("%d", int(message.index())) << int(message.index());
}

void HolderFrameTest::takesEachMessageBack()
{
    QFETCH(int, index);
    const std::vector<Message> all{
        AnyLaunch, AnyInput, AnyResize, AnyStop, AnyRelease, Dismiss{}, AnyStatus, AnyGrew};
    const Message &message = all[std::size_t(index)];
    const auto back = messageIn(encode(message));
    QVERIFY(back);
    QCOMPARE(int(back->index()), index);
    QVERIFY(encode(*back) == encode(message));
    if (index == 0) {
        const auto &launch = std::get<Launch>(*back);
        const auto &sent = std::get<Launch>(AnyLaunch);
        QVERIFY(launch.arguments == sent.arguments && launch.environment == sent.environment);
        QVERIFY(launch.terminal && launch.columns == 132 && launch.rows == 43);
        QVERIFY(launch.spoolLimit == sent.spoolLimit && launch.directory == sent.directory);
    }
}

void HolderFrameTest::keepsToVersion1_data()
{
    QTest::addColumn<std::size_t>("index");
    for (std::size_t i = 0; i < fixedBytes().size(); ++i)
        QTest::newRow(fixedBytes()[i].name) << i;
}

void HolderFrameTest::keepsToVersion1()
{
    QFETCH(std::size_t, index);
    const Fixed &fixed = fixedBytes()[index];
    const QByteArray expected = QByteArray::fromHex(fixed.hex);
    QCOMPARE(QByteArray::fromStdString(encode(fixed.message)).toHex(), expected.toHex());
    const auto back = messageIn(expected.toStdString());
    QVERIFY(back);
    QVERIFY(back->index() == fixed.message.index());
    QVERIFY(encode(*back) == encode(fixed.message));
}

void HolderFrameTest::cutsAtEveryByte()
{
    const std::string wire = encode(AnyStatus) + encode(AnyInput) + encode(Dismiss{});
    for (std::size_t at = 0; at <= wire.size(); ++at) {
        FrameReader reader;
        std::string again;
        for (const std::string &part : {wire.substr(0, at), wire.substr(at)}) {
            reader.feed(part);
            while (const auto frame = reader.next())
                again += frame->encode();
        }
        QVERIFY(!reader.isBroken());
        QVERIFY2(again == wire, qPrintable(QString::number(at)));
        QCOMPARE(reader.buffered(), std::size_t(0));
    }
    FrameReader reader;
    int frames = 0;
    for (const char c : wire) {
        reader.feed({&c, 1});
        frames += reader.next() ? 1 : 0;
    }
    QCOMPARE(frames, 3);
}

void HolderFrameTest::refusesWhatCannotBeFrames_data()
{
    QTest::addColumn<std::string>("wire");
    QTest::newRow("no type") << fromHex("00000000");
    QTest::newRow("too long") << fromHex("01000005 06");
    QTest::newRow("as long as can be") << fromHex("ffffffff 06");
    QTest::newRow("text") << std::string("GET / HTTP/1.1\r\n\r\n");
    QTest::newRow("a field without its length") << fromHex("04000000 05 010800");
    QTest::newRow("a field longer than the frame") << fromHex("08000000 05 01 09000000 0000");
    QTest::newRow("a field of 4 GiB") << fromHex("08000000 05 01 ffffffff 0000");
    QTest::newRow("a byte behind the last field") << fromHex("08000000 05 01 01000000 00 01");
}

void HolderFrameTest::refusesWhatCannotBeFrames()
{
    QFETCH(std::string, wire);
    FrameReader reader;
    reader.feed(encode(AnyGrew) + wire);
    QVERIFY(reader.next()); // what came before is whole
    QVERIFY(!reader.isBroken());
    QVERIFY(!reader.next());
    QVERIFY(reader.isBroken());
    reader.feed(encode(AnyGrew));
    QVERIFY(!reader.next());
}

void HolderFrameTest::takesTheLongestAndNoLonger()
{
    constexpr std::size_t Head = 1 + 1 + 4; // type, tag, length
    Frame longest(2);
    longest.add(4, std::string(MaxFrameBytes - Head, 'x'));
    FrameReader reader;
    reader.feed(longest.encode());
    const auto frame = reader.next();
    QVERIFY(frame);
    QCOMPARE(frame->bytes(4).size(), std::size_t(MaxFrameBytes - Head));

    Frame longer(2);
    longer.add(4, std::string(MaxFrameBytes - Head + 1, 'x'));
    reader.feed(longer.encode());
    QVERIFY(!reader.next());
    QVERIFY(reader.isBroken());
}

void HolderFrameTest::passesOverWhatIsNewer()
{
    Frame unknown(200);
    unknown.add(1, "of version 2");
    QVERIFY(!messageIn(unknown.encode()));

    Frame newer(5);
    newer.add(99, "a field of version 2");
    newer.addNumber(1, 77);
    newer.addNumber(1, 78); // only the first counts
    const auto release = messageIn(newer.encode());
    QVERIFY(release);
    QCOMPARE(std::get<Release>(*release).offset, std::uint64_t(77));
}

void HolderFrameTest::fillsInWhatIsMissing()
{
    const auto stop = messageIn(Frame(4).encode());
    QVERIFY(stop);
    QCOMPARE(std::get<Stop>(*stop).terminateAfterMs, std::uint64_t(3000));
    QCOMPARE(std::get<Stop>(*stop).killAfterMs, std::uint64_t(5000));
    Frame release(5);
    release.add(1, "abc"); // no number
    QCOMPARE(std::get<Release>(*messageIn(release.encode())).offset, std::uint64_t(0));
    const auto status = messageIn(Frame(64).encode());
    QVERIFY(std::get<Status>(*status).phase == Phase::Waiting);
    QVERIFY(std::get<Status>(*status).lastInput == InputPlace{});
}

void HolderFrameTest::boundsSmallNumbers()
{
    Frame resize(3);
    resize.addNumber(1, 65536 + 80);
    resize.addNumber(2, 24);
    const auto message = messageIn(resize.encode());
    QCOMPARE(std::get<Resize>(*message).columns, std::uint16_t(65535));
    QCOMPARE(std::get<Resize>(*message).rows, std::uint16_t(24));
}

void HolderFrameTest::forgetsWhatWasRead()
{
    FrameReader reader;
    const std::string wire = encode(Input{{}, std::string(1000, 'i')});
    reader.feed(wire.substr(0, 10));
    for (int i = 0; i < 5000; ++i) {
        reader.feed(wire.substr(10) + wire.substr(0, 10)); // never empty in between
        QVERIFY(reader.next());
        QCOMPARE(reader.buffered(), std::size_t(10));
    }
}

QTEST_GUILESS_MAIN(HolderFrameTest)
#include "tst_holderframe.moc"
