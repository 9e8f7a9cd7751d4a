#pragma once

#include "tray/windows/tunnelhistory.h"

#include <QWidget>

namespace tray {

//! The last hour: round trips as a line, outages as hatched bars, nothing where nothing is known.
class TunnelPlot final : public QWidget
{
    Q_OBJECT

public:
    explicit TunnelPlot(QWidget *parent = nullptr);

    void show(const TunnelHistory &history, base::Timestamp now);
    QSize sizeHint() const override { return {460, 150}; }

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    double xOf(base::Timestamp time, const QRectF &area) const;
    void drawOutages(QPainter &painter, const QRectF &area) const;
    void drawRoundTrips(QPainter &painter, const QRectF &area, double top) const;
    void drawLabels(QPainter &painter, const QRectF &area, double top) const;

    QList<TunnelHistory::Sample> m_samples;
    base::Timestamp m_now = 0;
};

//! The end of the scale for the largest round trip: 1, 2 or 5 times a power of ten.
double scaleFor(double largest);

} // namespace tray
