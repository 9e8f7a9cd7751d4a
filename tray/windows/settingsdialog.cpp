#include "tray/windows/settingsdialog.h"

#include "tray/settings/settingsfile.h"
#include "tray/windows/noticepage.h"
#include "tray/windows/relaypage.h"
#include "tray/windows/serverpage.h"

#include <QDialogButtonBox>
#include <QLabel>
#include <QPushButton>
#include <QTabWidget>
#include <QVBoxLayout>

namespace tray {

SettingsDialog::SettingsDialog(SettingsPlaces places, QWidget *parent)
    : QDialog(parent)
    , m_places(std::move(places))
    , m_tabs(new QTabWidget)
    , m_relay(new RelayPage)
    , m_server(new ServerPage(m_places.usualDataDirectory))
    , m_notices(new NoticePage)
    , m_problem(new QLabel)
{
    setWindowTitle(QStringLiteral("Settings – AgentMonitor"));
    m_tabs->addTab(m_relay, QStringLiteral("&Relay"));
    m_tabs->addTab(m_server, QStringLiteral("&Server"));
    m_tabs->addTab(m_notices, QStringLiteral("&Notifications"));
    m_problem->setWordWrap(true);
    m_problem->setTextFormat(Qt::PlainText);
    m_problem->hide();
    auto *buttons = new QDialogButtonBox(QDialogButtonBox::Save | QDialogButtonBox::Cancel);
    connect(buttons, &QDialogButtonBox::accepted, this, &SettingsDialog::accept);
    connect(buttons, &QDialogButtonBox::rejected, this, &SettingsDialog::reject);

    auto *layout = new QVBoxLayout(this);
    layout->addWidget(m_tabs, 1);
    layout->addWidget(m_problem);
    layout->addWidget(buttons);
    resize(qMax(600, sizeHint().width()), sizeHint().height());
    load();
}

void SettingsDialog::load()
{
    m_notices->show(loadTraySettings(m_places.trayFile));
    const auto document = loadEnvFile(m_places.serverFile);
    if (document) {
        const ServerSettings settings = settingsOf(*document);
        m_relay->show(settings);
        m_server->show(settings);
    } else {
        complain(document.error().message, nullptr);
    }
}

void SettingsDialog::complain(const QString &problem, QWidget *page)
{
    m_problem->setText(QStringLiteral("✗ ") + problem);
    m_problem->show();
    if (page)
        m_tabs->setCurrentWidget(page);
}

void SettingsDialog::accept()
{
    ServerSettings settings;
    m_relay->apply(settings);
    m_server->apply(settings);
    if (const QString problem = problemOf(settings); !problem.isEmpty()) {
        ServerSettings withoutRelay = settings;
        withoutRelay.relayUrl.clear();
        withoutRelay.relayMachine.clear();
        const bool isOfServer = !problemOf(withoutRelay).isEmpty();
        complain(problem, isOfServer ? static_cast<QWidget *>(m_server) : m_relay);
        return;
    }
    // Read again: somebody may have edited the file meanwhile.
    auto document = loadEnvFile(m_places.serverFile);
    if (!document) {
        complain(document.error().message, nullptr);
        return;
    }
    const bool serverChanged = !(settingsOf(*document) == settings);
    if (serverChanged) {
        applySettings(settings, *document);
        if (const auto written = saveEnvFile(m_places.serverFile, *document); !written) {
            complain(written.error().message, nullptr);
            return;
        }
    }
    saveTraySettings(m_places.trayFile, m_notices->settings());
    QDialog::accept();
    Q_EMIT saved(serverChanged);
}

} // namespace tray
