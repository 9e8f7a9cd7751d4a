#include "tray/windows/serverpage.h"

#include "tray/windows/binaryfield.h"
#include "tray/windows/secretfield.h"

#include <QFileDialog>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QPushButton>

namespace tray {

ServerPage::ServerPage(const QString &usualDataDirectory, QWidget *parent)
    : QWidget(parent)
    , m_port(new QLineEdit)
    , m_password(new SecretField)
    , m_claude(new BinaryField(QStringLiteral("claude")))
    , m_codex(new BinaryField(QStringLiteral("codex")))
    , m_data(new QLineEdit)
{
    m_port->setPlaceholderText(QStringLiteral("3456"));
    m_port->setMaximumWidth(m_port->fontMetrics().averageCharWidth() * 14);
    m_password->setPlaceholderText(QStringLiteral("none: everybody on this machine gets in"));
    m_data->setPlaceholderText(usualDataDirectory);
    auto *browse = new QPushButton(QStringLiteral("Browse…"));
    auto *dataLine = new QHBoxLayout;
    dataLine->addWidget(m_data, 1);
    dataLine->addWidget(browse);

    auto *form = new QFormLayout(this);
    form->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
    form->addRow(QStringLiteral("&Port:"), m_port);
    form->addRow(QStringLiteral("Dashboard pass&word:"), m_password);
    form->addRow(QStringLiteral("C&laude:"), m_claude);
    form->addRow(QStringLiteral("Code&x:"), m_codex);
    form->addRow(QStringLiteral("Data directory:"), dataLine);

    connect(browse, &QPushButton::clicked, this, [this, usualDataDirectory] {
        const QString path = QFileDialog::getExistingDirectory(this, QStringLiteral("Choose a directory"),
            m_data->text().isEmpty() ? usualDataDirectory : m_data->text());
        if (!path.isEmpty())
            m_data->setText(path);
    });
}

void ServerPage::show(const ServerSettings &settings)
{
    m_port->setText(settings.port);
    m_password->setText(settings.dashboardPassword);
    m_claude->setValue(settings.claudeBinary);
    m_codex->setValue(settings.codexBinary);
    m_data->setText(settings.dataDirectory);
}

void ServerPage::apply(ServerSettings &settings) const
{
    settings.port = m_port->text().trimmed();
    settings.dashboardPassword = m_password->text();
    settings.claudeBinary = m_claude->value();
    settings.codexBinary = m_codex->value();
    settings.dataDirectory = m_data->text().trimmed();
}

} // namespace tray
