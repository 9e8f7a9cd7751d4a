#pragma once

#include "tray/settings/traysettings.h"

#include <QWidget>

class QCheckBox;
class QComboBox;
class QTimeEdit;

namespace tray {

//! The tray itself: what is told, when not, and what quitting does.
class NoticePage final : public QWidget
{
    Q_OBJECT

public:
    explicit NoticePage(QWidget *parent = nullptr);

    void show(const TraySettings &settings);
    TraySettings settings() const;

private:
    QCheckBox *m_waits;
    QCheckBox *m_fails;
    QCheckBox *m_finishes;
    QCheckBox *m_tunnel;
    QCheckBox *m_quiet;
    QTimeEdit *m_from;
    QTimeEdit *m_to;
    QComboBox *m_quit;
};

} // namespace tray
