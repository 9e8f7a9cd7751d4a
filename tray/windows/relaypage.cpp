#include "tray/windows/relaypage.h"

#include "tray/windows/secretfield.h"

#include <QFormLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>

namespace tray {

RelayPage::RelayPage(QWidget *parent)
    : QWidget(parent)
    , m_url(new QLineEdit)
    , m_token(new SecretField)
    , m_machine(new QLineEdit)
    , m_test(new QPushButton(QStringLiteral("&Test connection")))
    , m_result(new QLabel)
{
    m_url->setPlaceholderText(QStringLiteral("wss://relay.example.com/tunnel (empty: no tunnel)"));
    m_machine->setPlaceholderText(QStringLiteral("default"));
    auto *generate = new QPushButton(QStringLiteral("&Generate"));
    auto *tokenLine = new QHBoxLayout;
    tokenLine->addWidget(m_token, 1);
    tokenLine->addWidget(generate);
    m_result->setWordWrap(true);
    m_result->setTextFormat(Qt::PlainText);
    m_result->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_result->setMinimumHeight(2 * m_result->fontMetrics().height() + 4);
    m_result->setAlignment(Qt::AlignTop | Qt::AlignLeft);
    auto *testLine = new QHBoxLayout;
    testLine->addWidget(m_test);
    testLine->addStretch();
    auto *hint = new QLabel(QStringLiteral(
        "The token is the secret that the relay was started with (RELAY_TOKEN). A generated one "
        "has to be given to the relay, too."));
    hint->setWordWrap(true);
    hint->setForegroundRole(QPalette::PlaceholderText);

    auto *form = new QFormLayout(this);
    form->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
    form->addRow(QStringLiteral("Relay &address:"), m_url);
    auto *tokenLabel = new QLabel(QStringLiteral("T&oken:"));
    tokenLabel->setBuddy(m_token);
    form->addRow(tokenLabel, tokenLine);
    form->addRow(QString(), hint);
    form->addRow(QStringLiteral("&Machine name:"), m_machine);
    form->addRow(QString(), testLine);
    form->addRow(QString(), m_result);

    connect(generate, &QPushButton::clicked, this, [this] {
        m_token->setText(newRelayToken());
        m_token->setShown(true);
    });
    connect(m_test, &QPushButton::clicked, this, &RelayPage::test);
    connect(&m_tunnelTest, &TunnelTest::finished, this, &RelayPage::take);
    for (QLineEdit *field : {m_url, static_cast<QLineEdit *>(m_token), m_machine})
        connect(field, &QLineEdit::textEdited, this, &RelayPage::forget);
}

void RelayPage::show(const ServerSettings &settings)
{
    m_url->setText(settings.relayUrl);
    m_token->setText(settings.relayToken);
    m_machine->setText(settings.relayMachine);
}

void RelayPage::apply(ServerSettings &settings) const
{
    settings.relayUrl = completedRelayUrl(m_url->text());
    settings.relayToken = m_token->text();
    settings.relayMachine = m_machine->text().trimmed();
}

void RelayPage::forget()
{
    m_tunnelTest.cancel();
    m_test->setEnabled(true);
    m_result->clear();
}

void RelayPage::test()
{
    ServerSettings settings;
    apply(settings);
    const QString problem
        = settings.relayUrl.isEmpty() ? QStringLiteral("There is no address to test") : problemOf(settings);
    if (!problem.isEmpty()) {
        take(TunnelVerdict::BadAddress, problem);
        return;
    }
    m_url->setText(settings.relayUrl);
    m_test->setEnabled(false);
    m_result->setText(QStringLiteral("Connecting…"));
    const QString machine
        = settings.relayMachine.isEmpty() ? QStringLiteral("default") : settings.relayMachine;
    m_tunnelTest.start(QUrl(settings.relayUrl), base::Secret(settings.relayToken.toUtf8()), machine);
}

void RelayPage::take(TunnelVerdict verdict, const QString &words)
{
    m_test->setEnabled(true);
    m_result->setText(
        (verdict == TunnelVerdict::Works ? QStringLiteral("✓ ") : QStringLiteral("✗ ")) + words);
}

} // namespace tray
