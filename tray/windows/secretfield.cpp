#include "tray/windows/secretfield.h"

#include <QAction>
#include <QPainter>
#include <QSvgRenderer>

namespace tray {

namespace {

constexpr char Eye[]
    = R"(<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16"><g fill="none" stroke="INK" stroke-width="1.4">)"
      R"(<path d="M1.5 8C3.2 4.9 5.4 3.4 8 3.4S12.8 4.9 14.5 8C12.8 11.1 10.6 12.6 8 12.6S3.2 11.1 1.5 8Z"/>)"
      R"(<circle cx="8" cy="8" r="2.1"/>SLASH</g></svg>)";
constexpr char Slash[] = R"(<path d="M2.5 13.5L13.5 2.5" stroke-linecap="round"/>)";
constexpr int Size = 32; //!< twice what is shown, for dense screens

QIcon eyeIcon(bool slashed, const QColor &ink)
{
    const QByteArray svg
        = QByteArray(Eye).replace("INK", ink.name().toLatin1()).replace("SLASH", slashed ? Slash : "");
    QPixmap pixmap(Size, Size);
    pixmap.fill(Qt::transparent);
    QPainter painter(&pixmap);
    QSvgRenderer(svg).render(&painter);
    return QIcon(pixmap);
}

} // namespace

SecretField::SecretField(QWidget *parent)
    : QLineEdit(parent)
    , m_show(new QAction(this))
{
    m_show->setCheckable(true);
    addAction(m_show, TrailingPosition);
    connect(m_show, &QAction::toggled, this, &SecretField::setShown);
    setShown(false);
}

void SecretField::setShown(bool shown)
{
    m_show->setChecked(shown);
    setEchoMode(shown ? Normal : Password);
    m_show->setIcon(eyeIcon(shown, palette().color(QPalette::Text)));
    m_show->setToolTip(shown ? QStringLiteral("Hide") : QStringLiteral("Show"));
}

} // namespace tray
