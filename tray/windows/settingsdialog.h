#pragma once

#include "tray/settings/serversettings.h"
#include "tray/settings/traysettings.h"

#include <QDialog>

class QLabel;
class QTabWidget;

namespace tray {

class NoticePage;
class RelayPage;
class ServerPage;

//! Where the settings are kept, and what holds when nothing is set.
struct SettingsPlaces
{
    QString serverFile; //!< server.env
    QString trayFile; //!< tray.ini
    QString usualDataDirectory;
};

//! Changes server.env and the tray's own settings.
class SettingsDialog final : public QDialog
{
    Q_OBJECT

public:
    explicit SettingsDialog(SettingsPlaces places, QWidget *parent = nullptr);

    void accept() override;

Q_SIGNALS:
    //! Both files are written. `serverChanged`: what the server reads at its start.
    void saved(bool serverChanged);

private:
    void load();
    void complain(const QString &problem, QWidget *page);

    SettingsPlaces m_places;
    QTabWidget *m_tabs;
    RelayPage *m_relay;
    ServerPage *m_server;
    NoticePage *m_notices;
    QLabel *m_problem;
};

} // namespace tray
