// Takes the lock file it is given, prints "locked", and holds it until its input ends.

#include "core/store/directorylock.h"

#include <cstdio>

int main(int argc, char **argv)
{
    if (argc != 2)
        return 2;
    const auto lock = store::DirectoryLock::acquire(QString::fromLocal8Bit(argv[1]));
    std::puts(lock ? "locked" : qPrintable(lock.error().message));
    std::fflush(stdout);
    while (std::getchar() != EOF) { }
    return lock ? 0 : 1;
}
