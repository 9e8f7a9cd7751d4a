#pragma once

#include "tray/menu/action.h"
#include "tray/windows/tunnelhistory.h"

#include <QDialog>

class QFormLayout;
class QLabel;
class QPushButton;

namespace tray {

class TunnelPlot;

//! What there is to know about the tunnel, as it changes.
class TunnelWindow final : public QDialog
{
    Q_OBJECT

public:
    explicit TunnelWindow(QWidget *parent = nullptr);

    //! `history` must outlive this.
    void show(const Overview &overview, const TunnelHistory &history, base::Timestamp now);

Q_SIGNALS:
    void reconnectWanted();

private:
    QLabel *addRow(QFormLayout *form, const QString &name);

    QLabel *m_state;
    QLabel *m_relay;
    QLabel *m_attempts;
    QLabel *m_retry;
    QLabel *m_error;
    QLabel *m_bytes;
    QLabel *m_streams;
    QLabel *m_version;
    QLabel *m_outages;
    TunnelPlot *m_plot;
    QPushButton *m_reconnect;
    QString m_diagnostics;
};

} // namespace tray
