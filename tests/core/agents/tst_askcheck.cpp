#include "core/agents/askcheck.h"

#include <QJsonArray>
#include <QTest>

using namespace agents;

class TestAskCheck : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void verdicts_data()
    {
        QTest::addColumn<QString>("optionId");
        QTest::addColumn<bool>("editable");
        QTest::addColumn<bool>("withInput");
        QTest::addColumn<QString>("error");
        QTest::newRow("allow") << "allow" << true << false << "";
        QTest::newRow("allow changed") << "allow" << true << true << "";
        QTest::newRow("not editable")
            << "allow" << false << true << "updatedInput is not possible for this approval";
        QTest::newRow("denied with input")
            << "deny" << true << true << "updatedInput goes only with an option that allows";
        QTest::newRow("unknown") << "maybe" << true << false << "optionId must be one of allow, deny";
        QTest::newRow("empty") << "" << true << false << "optionId must be one of allow, deny";
    }

    void verdicts()
    {
        QFETCH(QString, optionId);
        QFETCH(bool, editable);
        QFETCH(bool, withInput);
        QFETCH(QString, error);
        model::Approval approval;
        approval.inputEditable = editable;
        approval.options
            = {{QStringLiteral("allow"), QStringLiteral("Allow"), model::OptionKind::AllowOnce, {}},
                {QStringLiteral("deny"), QStringLiteral("Deny"), model::OptionKind::RejectOnce, {}}};
        Verdict verdict;
        verdict.optionId = optionId;
        if (withInput)
            verdict.updatedInput = QJsonObject();
        const auto checked = checkVerdict(approval, verdict);
        QCOMPARE(checked ? QString() : checked.error().message, error);
        if (checked)
            QCOMPARE(checked->id, optionId);
    }

    void answers_data()
    {
        QTest::addColumn<QJsonObject>("answers");
        QTest::addColumn<QString>("error");
        const auto row = [](const char *name, const QJsonObject &answers, const char *error) {
            QTest::newRow(name) << answers << QString::fromLatin1(error);
        };
        const QString one = QStringLiteral("Colour?");
        const QString many = QStringLiteral("Sizes?");
        const QString red = QStringLiteral("Red");
        row("labels", {{one, red}, {many, QJsonArray{QStringLiteral("S"), QStringLiteral("M")}}}, "");
        row("own words", {{one, QStringLiteral("something else")}, {many, QStringLiteral("all")}}, "");
        row("one unanswered", {{one, red}}, "answers: \"Sizes?\" has no answer");
        row("empty list", {{one, red}, {many, QJsonArray()}}, "answers: \"Sizes?\" has no answer");
        row("blank", {{one, QStringLiteral("  ")}, {many, red}}, "answers: \"Colour?\" is empty");
        row("two for one", {{one, QJsonArray{red, red}}, {many, red}},
            "answers: \"Colour?\" takes one answer only");
        row("a number", {{one, 1}, {many, red}}, "answers: \"Colour?\" must be a text or a list of texts");
        row("list of numbers", {{one, red}, {many, QJsonArray{1}}},
            "answers: \"Sizes?\" must be a text or a list of texts");
        row("unknown", {{one, red}, {many, red}, {QStringLiteral("x"), red}},
            "answers: there is no question \"x\"");
    }

    void answers()
    {
        QFETCH(QJsonObject, answers);
        QFETCH(QString, error);
        model::Question question;
        question.items = {{QStringLiteral("Colour?"), {}, QStringLiteral("Colour?"), false, true, {}},
            {QStringLiteral("Sizes?"), {}, QStringLiteral("Sizes?"), true, true, {}}};
        const auto checked = checkAnswers(question, answers);
        QCOMPARE(checked ? QString() : checked.error().message, error);
    }
};

QTEST_GUILESS_MAIN(TestAskCheck)
#include "tst_askcheck.moc"
