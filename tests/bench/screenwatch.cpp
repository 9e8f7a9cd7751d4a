// Tells when a colour appears on the screen, sooner than a program that takes a picture each time could. The
// argument is the region, as "WIDTHxHEIGHT+X+Y"; each line of the input is a colour to wait for ("#1f7f55",
// or "-#1f7f55" for when it is gone), answered by one when it is so.

#include <QApplication>
#include <QPixmap>
#include <QRegularExpression>
#include <QScreen>
#include <QThread>

#include <cstdio>
#include <iostream>
#include <string>

namespace {

constexpr int Enough = 40; //!< pixels: no accident of another picture
constexpr int Tolerance = 3;
constexpr unsigned long Pause = 2; //!< ms

bool isNear(int a, int b)
{
    return std::abs(a - b) <= Tolerance;
}

bool shows(const QImage &image, QColor wanted)
{
    int found = 0;
    for (int y = 0; y < image.height(); ++y) {
        for (int x = 0; x < image.width(); ++x) {
            const QColor seen = image.pixelColor(x, y);
            found += isNear(seen.red(), wanted.red()) && isNear(seen.green(), wanted.green())
                && isNear(seen.blue(), wanted.blue());
        }
    }
    return found >= Enough;
}

} // namespace

int main(int argc, char *argv[])
{
    const QApplication application(argc, argv);
    const auto place = QRegularExpression(QStringLiteral("^(\\d+)x(\\d+)\\+(\\d+)\\+(\\d+)$"))
                           .match(QString::fromLatin1(argc > 1 ? argv[1] : ""));
    if (!place.hasMatch())
        return 2;
    const auto number = [&place](int group) {
        return place.captured(group).toInt();
    };
    QScreen *screen = QGuiApplication::primaryScreen();
    std::string line;
    while (std::getline(std::cin, line)) {
        const bool isGone = line.starts_with('-');
        const QColor colour(QString::fromStdString(isGone ? line.substr(1) : line));
        const auto look = [&] {
            return screen->grabWindow(0, number(3), number(4), number(1), number(2)).toImage();
        };
        while (shows(look(), colour) == isGone)
            QThread::msleep(Pause);
        std::puts(line.c_str());
        std::fflush(stdout);
    }
    return 0;
}
