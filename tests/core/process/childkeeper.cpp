// Runs the scripted child through a ChildProcess with the steps it is given, and repeats its lines on stdout:
// a server that can be killed.

#include "childrecorder.h"

#include <QCoreApplication>

#include <cstdio>

int main(int argc, char **argv)
{
    QCoreApplication application(argc, argv);
    Steps steps;
    for (int i = 1; i < argc; ++i)
        steps.append(argv[i]);

    process::ChildProcess child;
    QObject::connect(
        &child, &process::ChildProcess::linesRead, &application, [](const QList<QByteArray> &lines) {
            for (const QByteArray &line : lines)
                std::puts(line.constData());
            std::fflush(stdout);
        });
    QObject::connect(&child, &process::ChildProcess::done, &application, &QCoreApplication::quit);
    child.start(scripted(steps));
    return QCoreApplication::exec();
}
