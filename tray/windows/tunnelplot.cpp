#include "tray/windows/tunnelplot.h"

#include "tray/model/words.h"

#include <QPainter>
#include <QPainterPath>

#include <cmath>

namespace tray {

namespace {

constexpr int Minutes = 60;
constexpr int MinutesBetweenLines = 15;
constexpr double Margin = 6;
const QColor OutageColour(0xc2, 0x35, 0x2b);

} // namespace

double scaleFor(double largest)
{
    if (largest <= 0)
        return 1;
    const double power = std::pow(10, std::floor(std::log10(largest)));
    for (const double factor : {1.0, 2.0, 5.0}) {
        if (largest <= factor * power)
            return factor * power;
    }
    return 10 * power;
}

TunnelPlot::TunnelPlot(QWidget *parent)
    : QWidget(parent)
{
    setMinimumHeight(sizeHint().height());
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Expanding);
}

void TunnelPlot::show(const TunnelHistory &history, base::Timestamp now)
{
    m_samples = history.samples();
    m_now = now;
    update();
}

double TunnelPlot::xOf(base::Timestamp time, const QRectF &area) const
{
    const double ago = double(m_now - time) / double(TunnelHistory::Span.count());
    return area.right() - qBound(0.0, ago, 1.0) * area.width();
}

void TunnelPlot::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const QFontMetrics metrics = painter.fontMetrics();
    const double lineHeight = metrics.height();
    const QRectF frame = QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5);
    painter.setPen(palette().color(QPalette::Mid));
    painter.setBrush(palette().base());
    painter.drawRoundedRect(frame, 3, 3);

    const QRectF area = frame.adjusted(Margin, Margin + lineHeight, -Margin, -Margin - lineHeight);
    double largest = 0;
    for (const TunnelHistory::Sample &sample : m_samples)
        largest = qMax(largest, sample.roundTripMs.value_or(0));
    const double top = scaleFor(largest);

    QColor faint = palette().color(QPalette::Text);
    faint.setAlphaF(0.15F);
    painter.setPen(QPen(faint, 1));
    painter.drawLine(area.topLeft(), area.topRight());
    painter.drawLine(area.bottomLeft(), area.bottomRight());
    for (int minute = MinutesBetweenLines; minute < Minutes; minute += MinutesBetweenLines) {
        const double x = std::round(area.left() + area.width() * minute / Minutes) + 0.5;
        painter.drawLine(QPointF(x, area.top()), QPointF(x, area.bottom()));
    }
    drawOutages(painter, area);
    drawRoundTrips(painter, area, top);
    drawLabels(painter, frame.adjusted(Margin, Margin / 2, -Margin, -Margin / 2), largest > 0 ? top : 0);
}

void TunnelPlot::drawOutages(QPainter &painter, const QRectF &area) const
{
    QColor fill = OutageColour;
    fill.setAlphaF(0.18F);
    for (qsizetype i = 0; i < m_samples.size(); ++i) {
        if (m_samples[i].link != TunnelHistory::Link::Down)
            continue;
        const base::Timestamp end = i + 1 < m_samples.size() ? m_samples[i + 1].at : m_now;
        const double left = xOf(m_samples[i].at, area);
        const QRectF bar(left, area.top(), qMax(xOf(end, area) - left, 2.0), area.height());
        painter.fillRect(bar, fill);
        painter.fillRect(bar, QBrush(OutageColour, Qt::BDiagPattern));
    }
}

void TunnelPlot::drawRoundTrips(QPainter &painter, const QRectF &area, double top) const
{
    QPainterPath path;
    QPointF last;
    bool isDrawing = false;
    for (const TunnelHistory::Sample &sample : m_samples) {
        if (sample.link != TunnelHistory::Link::Up || !sample.roundTripMs) {
            if (isDrawing && sample.link != TunnelHistory::Link::Up) // it was so until now
                path.lineTo(xOf(sample.at, area), last.y());
            isDrawing = isDrawing && sample.link == TunnelHistory::Link::Up;
            continue;
        }
        last = {xOf(sample.at, area), area.bottom() - *sample.roundTripMs / top * area.height()};
        if (isDrawing)
            path.lineTo(last);
        else
            path.moveTo(last);
        isDrawing = true;
    }
    if (isDrawing)
        path.lineTo(area.right(), last.y());
    painter.setBrush(Qt::NoBrush);
    painter.setPen(QPen(palette().color(QPalette::Highlight), 1.75));
    painter.drawPath(path);
}

void TunnelPlot::drawLabels(QPainter &painter, const QRectF &area, double top) const
{
    QColor ink = palette().color(QPalette::Text);
    ink.setAlphaF(0.7F);
    painter.setPen(ink);
    painter.drawText(area, Qt::AlignTop | Qt::AlignLeft,
        top > 0 ? QStringLiteral("Round trip, up to %1").arg(roundTripWords(top))
                : QStringLiteral("No round trip was measured yet"));
    painter.drawText(area, Qt::AlignTop | Qt::AlignRight, QStringLiteral("Hatched: down"));
    painter.drawText(area, Qt::AlignBottom | Qt::AlignLeft, QStringLiteral("an hour ago"));
    painter.drawText(area, Qt::AlignBottom | Qt::AlignHCenter, QStringLiteral("30 min"));
    painter.drawText(area, Qt::AlignBottom | Qt::AlignRight, QStringLiteral("now"));
}

} // namespace tray
