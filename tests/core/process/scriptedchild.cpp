// A child process that does what its script says, one step after the other, then exits with 0.
//
//   scripted-child "print hello" "sleep 100" "exit 3"       each argument is a step
//   scripted-child --script FILE                            each line is one; empty lines and those with #
//   are skipped
//
//   print TEXT          TEXT and a line break to stdout
//   error TEXT          the same to stderr
//   raw TEXT            TEXT alone
//   rawerror TEXT
//   bytes N [C]         N times the character C (x)
//   errorbytes N [C]
//   lines N [TEXT]      N lines "TEXT 1", "TEXT 2" ...
//   cat FILE            the bytes of a file
//   echo [N]            gives back N lines of stdin, or all
//   await TEXT          reads lines until one contains TEXT
//   read N              reads N bytes of stdin
//   count               reads all, prints "count BYTES"
//   pid                 prints "pid N"
//   directory           prints the working directory
//   env NAME            prints "NAME=value" or "NAME unset"
//   fds                 prints the open descriptors
//   size                prints "size COLUMNS ROWS" of its terminal
//   sleep MS            at least MS milliseconds
//   wait                until a signal ends it
//   ignore SIG          SIG: TERM, INT, HUP, PIPE
//   trap SIG CODE       a SIG makes it exit with CODE
//   note SIG            a SIG makes it print "caught NUMBER" and go on
//   close CHANNEL       stdin, stdout or stderr
//   raise SIG           as if it had crashed (SEGV, ABRT, KILL ...)
//   grandchild KIND     forks one that waits for a signal and prints "grandchild PID". KIND: group (same
//                       process group), session (one of its own), orphan (one of its own, and its parent is
//                       gone), bare (as orphan, without environment), talker (as group, writes all the time).
//                       All but talker and those of "KIND quiet" hold stdout open.
//   exit CODE
//
// TEXT knows \n, \t, \r, \e, \0, \\ and \xHH. What cannot be understood ends it with 125, an unmet await with
// 124.

#include "scriptedgrandchild.h"
#include "scriptstep.h"

#include <dirent.h>
#include <signal.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <array>
#include <chrono>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <functional>
#include <iostream>
#include <map>
#include <string>
#include <thread>
#include <vector>

namespace {

constexpr int AwaitError = 124;
constexpr std::size_t BlockBytes = 64 * 1024;

void putRepeated(int fd, std::size_t size, char c)
{
    const std::string block(BlockBytes, c);
    for (; size > 0; size -= std::min(size, BlockBytes))
        put(fd, block.data(), std::min(size, BlockBytes));
}

std::string unescaped(const std::string &text)
{
    static const std::map<char, char> names{
        {'n', '\n'}, {'t', '\t'}, {'r', '\r'}, {'e', '\x1b'}, {'0', '\0'}, {'\\', '\\'}};
    std::string result;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] != '\\' || i + 1 == text.size()) {
            result += text[i];
        } else if (text[i + 1] == 'x' && i + 3 < text.size()) {
            result += static_cast<char>(std::stoi(text.substr(i + 2, 2), nullptr, 16));
            i += 3;
        } else {
            const auto name = names.find(text[++i]);
            if (name == names.end())
                fail("unknown escape in " + text);
            result += name->second;
        }
    }
    return result;
}

// Reads byte by byte, so that what follows the line stays for the next step.
bool readLine(std::string &line)
{
    line.clear();
    char c = 0;
    while (::read(STDIN_FILENO, &c, 1) == 1) {
        if (c == '\n')
            return true;
        line += c;
    }
    return !line.empty();
}

int signalNumber(const std::string &name)
{
    static const std::map<std::string, int> numbers{{"TERM", SIGTERM}, {"INT", SIGINT}, {"HUP", SIGHUP},
        {"PIPE", SIGPIPE}, {"SEGV", SIGSEGV}, {"ABRT", SIGABRT}, {"KILL", SIGKILL}, {"STOP", SIGSTOP},
        {"FPE", SIGFPE}, {"WINCH", SIGWINCH}};
    const auto number = numbers.find(name);
    if (number == numbers.end())
        fail("unknown signal " + name);
    return number->second;
}

void noteSignal(int number)
{
    // Only what may be called in a handler.
    std::array<char, 10> text{
        'c', 'a', 'u', 'g', 'h', 't', ' ', char('0' + number / 10), char('0' + number % 10), '\n'};
    put(STDOUT_FILENO, text.data(), text.size());
}

void printSize()
{
    winsize size{};
    ::ioctl(STDIN_FILENO, TIOCGWINSZ, &size);
    put(STDOUT_FILENO, "size " + std::to_string(size.ws_col) + ' ' + std::to_string(size.ws_row) + '\n');
}

int trapExitCode = 0;

void exitOnSignal(int)
{
    std::_Exit(trapExitCode);
}

void printLines(const Step &step)
{
    const std::string text = step.word(1).empty() ? "line" : step.word(1);
    std::string block;
    for (long i = 1; i <= step.number(0, 1); ++i) {
        block += text + ' ' + std::to_string(i) + '\n';
        if (block.size() > BlockBytes) {
            put(STDOUT_FILENO, block);
            block.clear();
        }
    }
    put(STDOUT_FILENO, block);
}

void echoLines(const Step &step)
{
    std::string line;
    for (long left = step.number(0, -1); left != 0 && readLine(line); --left)
        put(STDOUT_FILENO, line + '\n');
}

void awaitLine(const Step &step)
{
    std::string line;
    while (readLine(line)) {
        if (line.find(step.rest) != std::string::npos)
            return;
    }
    std::_Exit(AwaitError);
}

std::size_t readBytes(std::size_t most)
{
    std::vector<char> block(BlockBytes);
    std::size_t total = 0;
    while (total < most) {
        const ssize_t count = ::read(STDIN_FILENO, block.data(), std::min(block.size(), most - total));
        if (count <= 0)
            break;
        total += static_cast<std::size_t>(count);
    }
    return total;
}

void printDescriptors()
{
    DIR *directory = ::opendir("/proc/self/fd");
    const std::string own = std::to_string(::dirfd(directory));
    std::string text = "fds";
    while (const dirent *item = ::readdir(directory)) {
        if (item->d_name[0] != '.' && own != item->d_name)
            text += std::string(" ") + item->d_name;
    }
    ::closedir(directory);
    put(STDOUT_FILENO, text + '\n');
}

void printVariable(const Step &step)
{
    const char *value = std::getenv(step.rest.c_str());
    put(STDOUT_FILENO, value ? step.rest + '=' + value + '\n' : step.rest + " unset\n");
}

void closeChannel(const Step &step)
{
    static const std::map<std::string, int> channels{
        {"stdin", STDIN_FILENO}, {"stdout", STDOUT_FILENO}, {"stderr", STDERR_FILENO}};
    const auto channel = channels.find(step.rest);
    if (channel == channels.end())
        fail("unknown channel " + step.rest);
    ::close(channel->second);
}

void raiseSignal(const Step &step)
{
    const int number = signalNumber(step.rest);
    if (number != SIGKILL && number != SIGSTOP)
        ::signal(number, SIG_DFL); // a sanitizer would exit instead
    ::raise(number);
}

void run(const Step &step, char **arguments)
{
    using namespace std::chrono;
    static const std::map<std::string, std::function<void(const Step &)>> verbs{
        {"print",
            [](const Step &s) {
                put(STDOUT_FILENO, unescaped(s.rest) + '\n');
            }},
        {"raw",
            [](const Step &s) {
                put(STDOUT_FILENO, unescaped(s.rest));
            }},
        {"error",
            [](const Step &s) {
                put(STDERR_FILENO, unescaped(s.rest) + '\n');
            }},
        {"rawerror",
            [](const Step &s) {
                put(STDERR_FILENO, unescaped(s.rest));
            }},
        {"bytes",
            [](const Step &s) {
                putRepeated(STDOUT_FILENO, std::stoul(s.word(0)), s.character(1));
            }},
        {"errorbytes",
            [](const Step &s) {
                putRepeated(STDERR_FILENO, std::stoul(s.word(0)), s.character(1));
            }},
        {"lines", printLines},
        {"echo", echoLines},
        {"await", awaitLine},
        {"read",
            [](const Step &s) {
                readBytes(std::stoul(s.word(0)));
            }},
        {"count",
            [](const Step &) {
                put(STDOUT_FILENO, "count " + std::to_string(readBytes(std::string::npos)) + '\n');
            }},
        {"cat",
            [](const Step &s) {
                std::ifstream file(s.rest, std::ios::binary);
                put(STDOUT_FILENO, std::string(std::istreambuf_iterator<char>(file), {}));
            }},
        {"pid",
            [](const Step &) {
                put(STDOUT_FILENO, "pid " + std::to_string(::getpid()) + '\n');
            }},
        {"directory",
            [](const Step &) {
                char path[4096] = "";
                put(STDOUT_FILENO, std::string(::getcwd(path, sizeof path) ? path : "?") + '\n');
            }},
        {"env", printVariable},
        {"fds",
            [](const Step &) {
                printDescriptors();
            }},
        {"sleep",
            [](const Step &s) {
                std::this_thread::sleep_for(milliseconds(s.number(0, 0)));
            }},
        {"wait",
            [](const Step &) {
                waitForSignal();
            }},
        {"ignore",
            [](const Step &s) {
                ::signal(signalNumber(s.rest), SIG_IGN);
            }},
        {"trap",
            [](const Step &s) {
                trapExitCode = static_cast<int>(s.number(1, 0));
                ::signal(signalNumber(s.word(0)), exitOnSignal);
            }},
        {"note",
            [](const Step &s) {
                ::signal(signalNumber(s.rest), noteSignal);
            }},
        {"size",
            [](const Step &) {
                printSize();
            }},
        {"close", closeChannel},
        {"raise", raiseSignal},
        {"exit",
            [](const Step &s) {
                std::_Exit(static_cast<int>(s.number(0, 0)));
            }},
    };
    if (step.verb == "grandchild") {
        forkGrandchild(step, arguments);
        return;
    }
    const auto verb = verbs.find(step.verb);
    if (verb == verbs.end())
        fail("unknown step " + step.verb);
    verb->second(step);
}

} // namespace

int main(int count, char **arguments)
{
    std::vector<std::string> script(arguments + 1, arguments + count);
    if (script.size() == 2 && script[0] == "--script") {
        std::ifstream file(script[1]);
        if (!file)
            fail("cannot read " + script[1]);
        script.clear();
        for (std::string line; std::getline(file, line);) {
            if (!line.empty() && line.front() != '#')
                script.push_back(line);
        }
    }
    for (const std::string &line : script) {
        const std::size_t blank = line.find(' ');
        run({line.substr(0, blank), blank == std::string::npos ? std::string() : line.substr(blank + 1)},
            arguments);
    }
    return 0;
}
