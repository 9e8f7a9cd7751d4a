#pragma once

#include "tray/settings/serversettings.h"

#include <QWidget>

class QLineEdit;

namespace tray {

class BinaryField;
class SecretField;

//! The server on this machine: port, password, CLIs, where its data is.
class ServerPage final : public QWidget
{
    Q_OBJECT

public:
    //! `usualDataDirectory`: what is taken when nothing is set.
    explicit ServerPage(const QString &usualDataDirectory, QWidget *parent = nullptr);

    void show(const ServerSettings &settings);
    void apply(ServerSettings &settings) const;

private:
    QLineEdit *m_port;
    SecretField *m_password;
    BinaryField *m_claude;
    BinaryField *m_codex;
    QLineEdit *m_data;
};

} // namespace tray
