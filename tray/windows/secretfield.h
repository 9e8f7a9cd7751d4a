#pragma once

#include <QLineEdit>

namespace tray {

//! A line for a secret: masked, with an eye that shows it.
class SecretField final : public QLineEdit
{
    Q_OBJECT

public:
    explicit SecretField(QWidget *parent = nullptr);

    void setShown(bool shown);

private:
    QAction *m_show;
};

} // namespace tray
