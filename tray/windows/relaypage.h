#pragma once

#include "tray/settings/serversettings.h"
#include "tray/settings/tunneltest.h"

#include <QWidget>

class QLabel;
class QLineEdit;
class QPushButton;

namespace tray {

class SecretField;

//! The relay: address, token, this machine's name there, and whether they work.
class RelayPage final : public QWidget
{
    Q_OBJECT

public:
    explicit RelayPage(QWidget *parent = nullptr);

    void show(const ServerSettings &settings);
    void apply(ServerSettings &settings) const;

private:
    void test();
    void take(TunnelVerdict verdict, const QString &words);
    void forget();

    QLineEdit *m_url;
    SecretField *m_token;
    QLineEdit *m_machine;
    QPushButton *m_test;
    QLabel *m_result;
    TunnelTest m_tunnelTest;
};

} // namespace tray
