// A program that is nothing but output, for those who measure how it comes to them.
//
//   bench-source line                      one line, at once
//   bench-source stamps COUNT INTERVAL_US  lines that say when they were written (monotonicNanoseconds)
//   bench-source flood MEGABYTES LINE      so many million bytes in lines of LINE bytes, as fast as they go

#include "monotonic.h"
#include "standardoutput.h"

#include <cstdio>
#include <string>

namespace {

void writeStamps(int count, long intervalUs)
{
    constexpr long MicrosecondsPerSecond = 1'000'000;
    constexpr long NanosecondsPerMicrosecond = 1000;
    const timespec interval{
        intervalUs / MicrosecondsPerSecond, intervalUs % MicrosecondsPerSecond * NanosecondsPerMicrosecond};
    for (int i = 0; i < count; ++i) {
        ::nanosleep(&interval, nullptr);
        writeOut(std::to_string(monotonicNanoseconds()) + '\n');
    }
}

void writeFlood(long long megabytes, std::size_t lineBytes)
{
    constexpr std::size_t BlockBytes = std::size_t{64} * 1024; // what a CLI that is in a hurry writes at once
    constexpr long long Million = 1'000'000;
    std::string block;
    while (block.size() < BlockBytes)
        block += std::string(lineBytes - 1, 'x') + '\n';
    for (long long left = megabytes * Million; left > 0; left -= static_cast<long long>(block.size()))
        writeOut(block);
}

} // namespace

int main(int argc, char *argv[])
{
    const std::string_view act = argc > 1 ? argv[1] : "";
    if (act == "line" && argc == 2) {
        writeOut("here\n");
    } else if (act == "stamps" && argc == 4) {
        writeStamps(std::stoi(argv[2]), std::stol(argv[3]));
    } else if (act == "flood" && argc == 4) {
        writeFlood(std::stoll(argv[2]), std::stoul(argv[3]));
    } else {
        std::fputs("usage: bench-source line | stamps COUNT INTERVAL_US | flood MEGABYTES LINE\n", stderr);
        return EXIT_FAILURE;
    }
    return EXIT_SUCCESS;
}
