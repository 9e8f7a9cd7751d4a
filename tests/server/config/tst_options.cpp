#include "server/config/options.h"

#include <QDir>
#include <QTemporaryDir>
#include <QTest>

namespace {

config::Surroundings surroundings()
{
    config::Surroundings result;
    result.workingDirectory = QStringLiteral("/work dir");
    result.defaultDataDirectory = QStringLiteral("/home/me/.local/share/agentmonitor");
    return result;
}

//! Null if the program would start.
template <typename End>
const End *endOf(const server::Outcome &outcome)
{
    return outcome ? nullptr : std::get_if<End>(&outcome.error());
}

server::Options optionsOf(const config::Surroundings &from)
{
    const server::Outcome outcome = server::parseOptions(from);
    if (const auto *error = endOf<base::Error>(outcome))
        qFatal("%s", qPrintable(error->message));
    return *outcome;
}

} // namespace

class TestOptions : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void defaults();
    void laterSourcesOverride();
    void takesEverySetting();
    void resolvesPaths_data();
    void resolvesPaths();
    void emptyVariableCountsAsUnset();
    void refuses_data();
    void refuses();
    void neverShowsASecret();
    void helpNamesEverything();
    void helpAndVersionComeFirst();
    void loadsRealSurroundings();
    void reportsAnUnreadableFile();
};

void TestOptions::defaults()
{
    const server::Options options = optionsOf(surroundings());
    QCOMPARE(options.port, 3456);
    QCOMPARE(options.dataDirectory, QStringLiteral("/home/me/.local/share/agentmonitor"));
    QVERIFY(options.claudeBinary.isEmpty());
    QVERIFY(options.relayUrl.isEmpty());
    QVERIFY(options.dashboardPassword.isEmpty());
    QVERIFY(options.allowedHosts.isEmpty());
    QVERIFY(!options.importDirectory);
    QCOMPARE(options.logLevel, config::LogLevel::Info);
}

void TestOptions::laterSourcesOverride()
{
    config::Surroundings from = surroundings();
    QCOMPARE(optionsOf(from).port, 3456);
    from.envFiles.append({QStringLiteral("server.env"), "PORT=1001\nPORT=1002"});
    QCOMPARE(optionsOf(from).port, 1002);
    from.envFiles.append({QStringLiteral(".env"), "PORT=1003"});
    QCOMPARE(optionsOf(from).port, 1003);
    from.environment.insert(QStringLiteral("PORT"), QStringLiteral("1004"));
    QCOMPARE(optionsOf(from).port, 1004);
    from.arguments = {QStringLiteral("--port"), QStringLiteral("1005")};
    QCOMPARE(optionsOf(from).port, 1005);
    from.arguments.append(QStringLiteral("--port=1006"));
    QCOMPARE(optionsOf(from).port, 1006);
}

void TestOptions::takesEverySetting()
{
    config::Surroundings from = surroundings();
    from.envFiles.append({QStringLiteral(".env"),
        "PORT=0\nAGENTMONITOR_DATA=/data\nCLAUDE_BIN=claude-2\nCODEX_BIN=/opt/codex\n"
        "DASHBOARD_PASSWORD='pass word'\nALLOWED_HOSTS= My.Host , [::2] ,\n"
        "ALLOWED_ORIGINS=https://App.example,http://h:8080\nRELAY_URL=wss://relay.example/tunnel\n"
        "RELAY_TOKEN=token\nRELAY_MACHINE=Box-1\nAGENTMONITOR_LOG=Debug\nSOMETHING_ELSE=x\n"});
    from.arguments = {QStringLiteral("--import"), QStringLiteral("/old")};
    const server::Options options = optionsOf(from);
    QCOMPARE(options.port, 0);
    QCOMPARE(options.dataDirectory, QStringLiteral("/data"));
    QCOMPARE(options.claudeBinary, QStringLiteral("claude-2"));
    QCOMPARE(options.codexBinary, QStringLiteral("/opt/codex"));
    QCOMPARE(options.dashboardPassword.reveal(), "pass word");
    QCOMPARE(options.allowedHosts, (QStringList{QStringLiteral("my.host"), QStringLiteral("[::2]")}));
    QCOMPARE(options.allowedOrigins,
        (QStringList{QStringLiteral("https://app.example"), QStringLiteral("http://h:8080")}));
    QCOMPARE(options.relayUrl, QUrl(QStringLiteral("wss://relay.example/tunnel")));
    QCOMPARE(options.relayToken.reveal(), "token");
    QCOMPARE(options.relayMachine, QStringLiteral("Box-1"));
    QCOMPARE(options.logLevel, config::LogLevel::Debug);
    QCOMPARE(options.importDirectory, QStringLiteral("/old"));
}

void TestOptions::resolvesPaths_data()
{
    QTest::addColumn<QString>("given");
    QTest::addColumn<QString>("path");
    QTest::newRow("absolute") << QStringLiteral("/a/b") << QStringLiteral("/a/b");
    QTest::newRow("relative") << QStringLiteral("a/../b") << QStringLiteral("/work dir/b");
    QTest::newRow("dot") << QStringLiteral(".") << QStringLiteral("/work dir");
    QTest::newRow("home") << QStringLiteral("~/x") << QString(QDir::homePath() + QStringLiteral("/x"));
    QTest::newRow("home of nobody") << QStringLiteral("~x") << QStringLiteral("/work dir/~x");
}

void TestOptions::resolvesPaths()
{
    QFETCH(QString, given);
    QFETCH(QString, path);
    config::Surroundings from = surroundings();
    from.arguments = {QStringLiteral("--data-dir"), given, QStringLiteral("--import"), given};
    const server::Options options = optionsOf(from);
    QCOMPARE(options.dataDirectory, path);
    QCOMPARE(options.importDirectory, path);
}

void TestOptions::emptyVariableCountsAsUnset()
{
    config::Surroundings from = surroundings();
    from.envFiles.append({QStringLiteral(".env"), "PORT=1003\nRELAY_URL="});
    from.environment.insert(QStringLiteral("PORT"), QString());
    QCOMPARE(optionsOf(from).port, 1003);
}

void TestOptions::refuses_data()
{
    QTest::addColumn<QStringList>("arguments");
    QTest::addColumn<QString>("variable");
    QTest::addColumn<QString>("value");
    QTest::addColumn<QString>("message");
    const auto flags = [](const char *name, const QStringList &arguments, const char *message) {
        QTest::newRow(name) << arguments << QString() << QString() << QString::fromLatin1(message);
    };
    const auto variable = [](const char *name, const char *value, const char *allowed) {
        QTest::addRow("%s=%s", name, value)
            << QStringList() << QString::fromLatin1(name) << QString::fromLatin1(value)
            << QStringLiteral("%1=%2 (in the environment): must be %3")
                   .arg(QString::fromLatin1(name), QString::fromLatin1(value), QString::fromLatin1(allowed));
    };
    flags("unknown flag", {QStringLiteral("--prot=1")}, "Unknown flag --prot (see --help)");
    flags("short flag", {QStringLiteral("-p"), QStringLiteral("1")}, "Unknown flag -p (see --help)");
    flags("word", {QStringLiteral("start")}, "Unexpected argument \"start\" (see --help)");
    flags("flag without value", {QStringLiteral("--port")}, "--port needs a value: N");
    flags("bad port", {QStringLiteral("--port"), QStringLiteral("http")},
        "--port=http (on the command line): must be a port number from 1 to 65535, or 0 for any free port");
    flags("empty port", {QStringLiteral("--port=")},
        "--port= (on the command line): must be a port number from 1 to 65535, or 0 for any free port");
    flags("empty directory", {QStringLiteral("--data-dir=")},
        "--data-dir= (on the command line): must be a directory");
    flags("bad level", {QStringLiteral("--log-level=loud")},
        "--log-level=loud (on the command line): must be debug, info, warning or error");
    const char *port = "a port number from 1 to 65535, or 0 for any free port";
    for (const char *value : {"65536", "-1", "+80", "80 ", " 80", "3456x", "0x50", "1e3", "99999999999"})
        variable("PORT", value, port);
    const char *relay = "a ws:// or wss:// address with a host, such as wss://relay.example.com/tunnel";
    for (const char *value : {"relay.example", "https://relay.example", "ws://", "ws:///x", "wss://a b",
             "wss://u:p@h/", "wss://h/#x", "wss://h:99999/"})
        variable("RELAY_URL", value, relay);
    for (const char *value : {"host:80", "https://host", "*", "a b", ".example.com", "host.", "[host]"})
        variable("ALLOWED_HOSTS", value, "host names without port, separated by commas");
    for (const char *value : {"host", "ftp://host", "https://", "https://host/", "https://host/x",
             "https://host:0", "https://host:x", "*", "null", "https://u@host"})
        variable("ALLOWED_ORIGINS", value,
            "origins such as https://host or http://host:port, separated by commas");
    variable("RELAY_MACHINE", "a b", "a name of at most 64 letters, digits, dots, dashes and underscores");
}

void TestOptions::refuses()
{
    QFETCH(QStringList, arguments);
    QFETCH(QString, variable);
    QFETCH(QString, value);
    QFETCH(QString, message);
    config::Surroundings from = surroundings();
    from.arguments = arguments;
    if (!variable.isEmpty())
        from.environment.insert(variable, value);
    const server::Outcome outcome = server::parseOptions(from);
    const auto *error = endOf<base::Error>(outcome);
    QVERIFY(error);
    QCOMPARE(error->message, message);

    if (!variable.isEmpty()) { // from a file: with its line
        from.environment.clear();
        from.envFiles.append(
            {QStringLiteral(".env"), "\n" + variable.toLatin1() + "='" + value.toLatin1() + "'\n"});
        const server::Outcome again = server::parseOptions(from);
        error = endOf<base::Error>(again);
        QVERIFY(error);
        QCOMPARE(
            error->message, message.replace(QStringLiteral("in the environment"), QStringLiteral(".env:2")));
    }
}

void TestOptions::neverShowsASecret()
{
    config::Surroundings from = surroundings();
    from.environment.insert(QStringLiteral("RELAY_URL"), QStringLiteral("wss://h/"));
    const server::Outcome outcome = server::parseOptions(from);
    const auto *error = endOf<base::Error>(outcome);
    QVERIFY(error);
    QCOMPARE(error->message, QStringLiteral("RELAY_URL is set, so RELAY_TOKEN must be set too"));

    from.envFiles.append({QStringLiteral(".env"), "RELAY_TOKEN='hush"});
    const server::Outcome broken = server::parseOptions(from);
    error = endOf<base::Error>(broken);
    QVERIFY(error);
    QCOMPARE(error->message, QStringLiteral(".env: line 1: the closing quote is missing"));
}

void TestOptions::helpNamesEverything()
{
    config::Surroundings from = surroundings();
    from.arguments = {QStringLiteral("--help")};
    const server::Outcome outcome = server::parseOptions(from);
    const auto *help = endOf<config::HelpText>(outcome);
    QVERIFY(help);
    for (const char *word : {"--port", "--data-dir", "--import", "--log-level", "--help", "--version", "PORT",
             "AGENTMONITOR_DATA", "CLAUDE_BIN", "CODEX_BIN", "RELAY_URL", "RELAY_TOKEN", "RELAY_MACHINE",
             "DASHBOARD_PASSWORD", "ALLOWED_HOSTS", "ALLOWED_ORIGINS", ".env", "server.env"})
        QVERIFY2(help->text.contains(QLatin1String(word)), word);
    for (const QString &line : help->text.split(QLatin1Char('\n')))
        QVERIFY2(line.size() <= 100, qPrintable(line));
}

void TestOptions::helpAndVersionComeFirst()
{
    config::Surroundings from = surroundings();
    from.environment.insert(QStringLiteral("PORT"), QStringLiteral("bad"));
    from.arguments = {QStringLiteral("--nonsense"), QStringLiteral("-h")};
    QVERIFY(endOf<config::HelpText>(server::parseOptions(from)));
    from.arguments = {QStringLiteral("--version")};
    const server::Outcome outcome = server::parseOptions(from);
    const auto *version = endOf<config::VersionText>(outcome);
    QVERIFY(version);
    QCOMPARE(version->text, QStringLiteral("agentmonitor-server " AGENTMONITOR_VERSION "\n"));
}

void TestOptions::loadsRealSurroundings()
{
    const QTemporaryDir directory;
    const QString previous = QDir::currentPath();
    const auto write = [&](const QString &name, const QByteArray &contents) {
        QDir(directory.path()).mkpath(QFileInfo(name).path());
        QFile file(directory.filePath(name));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(contents);
    };
    write(QStringLiteral("config/agentmonitor/server.env"), "PORT=1001\nRELAY_MACHINE=user");
    write(QStringLiteral("project/.env"), "PORT=1002");
    qputenv("XDG_CONFIG_HOME", directory.filePath(QStringLiteral("config")).toUtf8());
    qputenv("XDG_DATA_HOME", directory.filePath(QStringLiteral("data")).toUtf8());
    qunsetenv("PORT");
    QVERIFY(QDir::setCurrent(directory.filePath(QStringLiteral("project"))));
    const auto loaded
        = config::loadSurroundings({QStringLiteral("--log-level=error")}, QStringLiteral("server.env"));
    QDir::setCurrent(previous);
    QVERIFY(loaded);
    const server::Options options = optionsOf(*loaded);
    QCOMPARE(options.port, 1002);
    QCOMPARE(options.relayMachine, QStringLiteral("user"));
    QCOMPARE(options.logLevel, config::LogLevel::Error);
    QCOMPARE(options.dataDirectory, directory.filePath(QStringLiteral("data/agentmonitor")));
}

void TestOptions::reportsAnUnreadableFile()
{
    const QTemporaryDir directory;
    QVERIFY(
        QDir(directory.path()).mkpath(QStringLiteral("agentmonitor/server.env"))); // a directory is no file
    qputenv("XDG_CONFIG_HOME", directory.path().toUtf8());
    const auto loaded = config::loadSurroundings({}, QStringLiteral("server.env"));
    QVERIFY(!loaded);
    QVERIFY(loaded.error().message.contains(QStringLiteral("server.env")));
}

QTEST_APPLESS_MAIN(TestOptions)
#include "tst_options.moc"
