#include "tray/icon/icondrawing.h"

#include "tray/icon/iconshape.h"

#include <QFontMetricsF>
#include <QPainter>
#include <QPainterPath>
#include <QSvgRenderer>

#include <cmath>

namespace tray {

namespace {

constexpr int Sizes[] = {16, 22, 24, 32, 48, 64};
constexpr int MostShown = 9;
constexpr double BadgeShare = 0.5625; //!< of the icon's height: 9 of 16 pixels
constexpr double WideBadgeShare = 0.5; //!< one that must not cover the shape from side to side
constexpr double ShapeShare = 0.65; //!< of the icon, beside a badge: 10 of 16 pixels
constexpr QRgb BadgeColour = 0xffffc233;
constexpr QRgb BadgeInk = 0xff1b1b1f;

//! Its width is that of its text, so the number fits; a gap is cut out of the tile around it.
void drawBadge(QPainter &painter, const QString &text, int size)
{
    const double height = std::round(size * (text.size() > 1 ? WideBadgeShare : BadgeShare));
    const double gap = qMax(1.0, std::round(size / 20.0));
    QFont font = painter.font();
    font.setBold(true);
    font.setPixelSize(qMax(7, int(std::round(height * 0.88))));
    font.setHintingPreference(QFont::PreferFullHinting);
    painter.setFont(font);
    const double textWidth = QFontMetricsF(font).horizontalAdvance(text);
    const double width = qMin(double(size), qMax(height, std::ceil(textWidth + height * 0.2)));
    const QRectF badge(size - width, size - height, width, height);

    painter.setPen(Qt::NoPen);
    painter.setCompositionMode(QPainter::CompositionMode_Clear);
    const double radius = height / 2;
    painter.setBrush(Qt::black);
    painter.drawRoundedRect(badge.adjusted(-gap, -gap, gap, gap), radius + gap, radius + gap);
    painter.setCompositionMode(QPainter::CompositionMode_SourceOver);
    painter.setBrush(QColor::fromRgba(BadgeColour));
    painter.drawRoundedRect(badge, radius, radius);

    // By its own outline, not by the font's line height: then it is in the middle at every size.
    QPainterPath digits;
    digits.addText(0, 0, font, text);
    const QRectF outline = digits.boundingRect();
    const QPointF offset = badge.center() - outline.center();
    painter.setBrush(QColor::fromRgba(BadgeInk));
    painter.translate(offset);
    painter.drawPath(digits);
    painter.resetTransform();
}

} // namespace

QString badgeText(int asks)
{
    if (asks <= 0)
        return {};
    return asks > MostShown ? QStringLiteral("%1+").arg(MostShown) : QString::number(asks);
}

QPixmap drawIcon(IconState state, int asks, int size)
{
    QPixmap pixmap(size, size);
    pixmap.fill(Qt::transparent);
    QPainter painter(&pixmap);
    painter.setRenderHint(QPainter::Antialiasing);
    QSvgRenderer(tileSvg(state)).render(&painter, QRectF(0, 0, size, size));
    const QString badge = badgeText(asks);
    const double shape = badge.isEmpty() ? size : std::round(size * ShapeShare);
    QSvgRenderer(shapeSvg(state)).render(&painter, QRectF(0, 0, shape, shape));
    if (!badge.isEmpty())
        drawBadge(painter, badge, size);
    return pixmap;
}

QIcon makeIcon(IconState state, int asks)
{
    QIcon icon;
    for (const int size : Sizes)
        icon.addPixmap(drawIcon(state, asks, size));
    return icon;
}

} // namespace tray
