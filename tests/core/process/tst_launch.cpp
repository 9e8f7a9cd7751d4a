#include "core/process/environment.h"
#include "core/process/executable.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

using base::ErrorCode;
using process::cleanEnvironment;
using process::findExecutable;

//! What is needed before a CLI can be started: where it is, and its environment.
class LaunchTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void findsPrograms_data();
    void findsPrograms();
    void saysWhatItLookedFor_data();
    void saysWhatItLookedFor();
    void cleansTheEnvironment_data();
    void cleansTheEnvironment();

private:
    void makeFile(const QString &path, bool executable);
    QString expand(QString text) const { return text.replace(QLatin1String("SCRATCH"), m_scratch.path()); }
    QProcessEnvironment pathOf(const QString &path) const;

    QTemporaryDir m_scratch;
};

void LaunchTest::makeFile(const QString &path, bool executable)
{
    QFile file(m_scratch.filePath(path));
    QVERIFY(file.open(QIODevice::WriteOnly));
    QVERIFY(file.setPermissions(executable ? QFile::ReadOwner | QFile::ExeOwner : QFile::ReadOwner));
}

void LaunchTest::initTestCase()
{
    for (const char *directory : {"bin", "other", "bin/tool"})
        QVERIFY(QDir(m_scratch.path()).mkpath(QLatin1String(directory)));
    makeFile(QStringLiteral("bin/claude"), true);
    makeFile(QStringLiteral("bin/plain"), false);
    makeFile(QStringLiteral("other/claude"), true);
    makeFile(QStringLiteral("other/plain"), true);
    makeFile(QStringLiteral("other/tool"), true);
    QVERIFY(QFile::link(
        m_scratch.filePath(QStringLiteral("bin/claude")), m_scratch.filePath(QStringLiteral("bin/link"))));
    qputenv("HOME", m_scratch.path().toLocal8Bit());
}

QProcessEnvironment LaunchTest::pathOf(const QString &path) const
{
    QProcessEnvironment environment;
    environment.insert(QStringLiteral("PATH"), expand(path));
    return environment;
}

void LaunchTest::findsPrograms_data()
{
    QTest::addColumn<QString>("program");
    QTest::addColumn<QString>("path");
    QTest::addColumn<QString>("found");
    const auto row = [](const char *name, const char *program, const char *path, const char *found) {
        QTest::newRow(name) << QString::fromLatin1(program) << QString::fromLatin1(path)
                            << QString::fromLatin1(found);
    };
    row("in PATH", "claude", "SCRATCH/bin", "SCRATCH/bin/claude");
    row("first one in PATH", "claude", "/nowhere:SCRATCH/other:SCRATCH/bin", "SCRATCH/other/claude");
    row("passes over what is not executable", "plain", "SCRATCH/bin:SCRATCH/other", "SCRATCH/other/plain");
    row("passes over directories", "tool", "SCRATCH/bin:SCRATCH/other", "SCRATCH/other/tool");
    row("in a further directory", "claude", "/nowhere", "SCRATCH/other/claude");
    row("explicit path", "SCRATCH/bin/claude", "SCRATCH/other", "SCRATCH/bin/claude");
    row("explicit path, cleaned", "SCRATCH/bin/../other//claude", "", "SCRATCH/other/claude");
    row("in the home directory", "~/bin/claude", "", "SCRATCH/bin/claude");
    row("a link stays one", "link", "SCRATCH/bin", "SCRATCH/bin/link");
}

void LaunchTest::findsPrograms()
{
    QFETCH(QString, program);
    QFETCH(QString, path);
    QFETCH(QString, found);
    const auto result
        = findExecutable(expand(program), pathOf(path), {expand(QStringLiteral("SCRATCH/other"))});
    QVERIFY2(result, qPrintable(result ? QString() : result.error().message));
    QCOMPARE(*result, expand(found));
}

void LaunchTest::saysWhatItLookedFor_data()
{
    QTest::addColumn<QString>("program");
    QTest::addColumn<QString>("path");
    QTest::addColumn<int>("code");
    QTest::addColumn<QString>("message");
    const auto row
        = [](const char *name, const char *program, const char *path, ErrorCode code, const char *message) {
              QTest::newRow(name) << QString::fromLatin1(program) << QString::fromLatin1(path) << int(code)
                                  << QString::fromLatin1(message);
          };
    row("nowhere", "codex", "SCRATCH/bin:/x", ErrorCode::NotFound, "codex was not found in SCRATCH/bin, /x");
    row("no PATH", "codex", "", ErrorCode::NotFound, "codex was not found: PATH is empty");
    row("no such path", "/x/codex", "SCRATCH/bin", ErrorCode::NotFound, "/x/codex does not exist");
    row("no such path at home", "~/codex", "", ErrorCode::NotFound, "SCRATCH/codex does not exist");
    row("a directory", "SCRATCH/bin", "", ErrorCode::InvalidArgument, "SCRATCH/bin is a directory");
    row("not executable", "SCRATCH/bin/plain", "", ErrorCode::InvalidArgument,
        "SCRATCH/bin/plain is not executable");
    row("nothing", "", "SCRATCH/bin", ErrorCode::InvalidArgument, "no program is named");
}

void LaunchTest::saysWhatItLookedFor()
{
    QFETCH(QString, program);
    QFETCH(QString, path);
    QFETCH(int, code);
    QFETCH(QString, message);
    const auto result = findExecutable(expand(program), pathOf(path));
    QVERIFY(!result);
    QCOMPARE(int(result.error().code), code);
    QCOMPARE(result.error().message, expand(message));
}

void LaunchTest::cleansTheEnvironment_data()
{
    QTest::addColumn<bool>("kept");
    for (const char *name :
        {"PATH", "HOME", "LANG", "ANTHROPIC_API_KEY", "OPENAI_API_KEY", "CLAUDE_CONFIG_DIR",
            "CLAUDE_CODE_USE_BEDROCK", "CLAUDE_CODE_OAUTH_TOKEN", "CLAUDE_CODE_MAX_OUTPUT_TOKENS",
            "CLAUDE_BIN", "CODEX_HOME", "CODEX_BIN", "CODEX_API_KEY", "CODEX_GITHUB_TOKEN",
            "CODEX_CA_CERTIFICATE", "HTTPS_PROXY", "MY_SMTP_HOST", "RELAY_URL", "SSH_AUTH_SOCK"})
        QTest::newRow(name) << true;
    for (const char *name : {"CLAUDECODE", "CLAUDE_CODE_SESSION_ID", "CLAUDE_CODE_REMOTE_SESSION_ID",
             "CLAUDE_CODE_CHILD_SESSION", "CLAUDE_CODE_ENTRYPOINT", "CLAUDE_CODE_SSE_PORT", "CODEX_SANDBOX",
             "CODEX_SANDBOX_NETWORK_DISABLED", "CODEX_THREAD_ID", "CODEX_CI", "CODEX_MANAGED_BY_NPM",
             "DASHBOARD_PASSWORD", "RELAY_TOKEN", "RELAY_PASSWORD", "SMTP_HOST", "SMTP_PASS",
             "TWILIO_AUTH_TOKEN", "SLACK_WEBHOOK_URL"})
        QTest::newRow(name) << false;
}

void LaunchTest::cleansTheEnvironment()
{
    QFETCH(bool, kept);
    const QString name = QString::fromLatin1(QTest::currentDataTag());
    QProcessEnvironment environment;
    environment.insert(name, QStringLiteral("value"));
    environment.insert(QStringLiteral("OTHER"), QStringLiteral("stays"));
    const QProcessEnvironment clean = cleanEnvironment(environment);
    QCOMPARE(clean.contains(name), kept);
    QCOMPARE(clean.value(QStringLiteral("OTHER")), QStringLiteral("stays"));
}

QTEST_GUILESS_MAIN(LaunchTest)
#include "tst_launch.moc"
