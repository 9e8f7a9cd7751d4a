// What a command agent's flags come to.
#include "core/provider/terminal/commandprovider.h"

#include <QTest>

using terminal::CommandProvider;

class TestCommandProvider : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void plansATerminal()
    {
        const auto plan
            = provider().plan(request({{QStringLiteral("command"), QStringLiteral("sh -c 'echo $X'")},
                {QStringLiteral("env"), QJsonObject{{QStringLiteral("X"), QStringLiteral("1")}}}}));
        QVERIFY2(plan, plan ? "" : qPrintable(plan.error().message));
        QVERIFY(plan->program.endsWith(QStringLiteral("/sh")));
        QCOMPARE(plan->arguments, (QStringList{QStringLiteral("-c"), QStringLiteral("echo $X")}));
        QVERIFY(plan->terminal);
        QCOMPARE(plan->directory, QStringLiteral("/tmp"));
        QCOMPARE(plan->environment.value(QStringLiteral("X")), QStringLiteral("1"));
        QCOMPARE(plan->environment.value(QStringLiteral("TERM")), QStringLiteral("xterm-256color"));
        QCOMPARE(plan->environment.value(QStringLiteral("COLORTERM")), QStringLiteral("truecolor"));
        QVERIFY(!plan->environment.contains(QStringLiteral("COLUMNS")));
    }

    void refuses_data()
    {
        QTest::addColumn<QJsonObject>("flags");
        QTest::addColumn<QString>("message");
        const auto row = [](const char *name, const QJsonObject &flags, const char *message) {
            QTest::newRow(name) << flags << QString::fromLatin1(message);
        };
        row("no command", {}, "command is required");
        row("a number", {{QStringLiteral("command"), 1}}, "command must be a string");
        row("a pipe", {{QStringLiteral("command"), QStringLiteral("a | b")}}, "command needs a shell");
        row("env",
            {{QStringLiteral("command"), QStringLiteral("sh")},
                {QStringLiteral("env"), QJsonObject{{QStringLiteral("a b"), QString()}}}},
            "env has \"a b\"");
    }

    void refuses()
    {
        QFETCH(QJsonObject, flags);
        QFETCH(QString, message);
        const auto checked = provider().check(request(flags).config);
        QVERIFY(!checked);
        QVERIFY2(checked.error().message.startsWith(message), qPrintable(checked.error().message));
    }

    void saysWhatIsMissing()
    {
        const auto plan
            = provider().plan(request({{QStringLiteral("command"), QStringLiteral("no-such-program-here")}}));
        QVERIFY(!plan);
        QCOMPARE(plan.error().code, base::ErrorCode::NotFound);
        QVERIFY(plan.error().message.contains(QStringLiteral("no-such-program-here")));
    }

private:
    static CommandProvider provider()
    {
        QProcessEnvironment environment;
        environment.insert(QStringLiteral("PATH"), QStringLiteral("/usr/bin:/bin"));
        environment.insert(QStringLiteral("COLUMNS"), QStringLiteral("10"));
        return CommandProvider(environment);
    }
    static provider::LaunchRequest request(const QJsonObject &flags)
    {
        provider::LaunchRequest request;
        request.config.directory = QStringLiteral("/tmp");
        request.config.flags = flags;
        return request;
    }
};

QTEST_GUILESS_MAIN(TestCommandProvider)
#include "tst_commandprovider.moc"
