// The least that a Qt program with an icon in the panel costs: what the tray is measured beside. Its argument
// is the icon's colour.

#include <QApplication>
#include <QIcon>
#include <QPixmap>
#include <QSystemTrayIcon>

int main(int argc, char *argv[])
{
    constexpr int Side = 64;
    const QApplication application(argc, argv);
    QPixmap pixmap(Side, Side);
    pixmap.fill(QColor(QString::fromLatin1(argv[1])));
    QSystemTrayIcon icon((QIcon(pixmap)));
    icon.show();
    return QApplication::exec();
}
