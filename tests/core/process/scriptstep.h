#pragma once

#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <iostream>
#include <string>

constexpr int ScriptError = 125;

//! A step of a script: its first word, and what follows it.
struct Step
{
    std::string verb;
    std::string rest;

    std::string word(std::size_t index) const
    {
        std::size_t begin = 0;
        for (; index > 0 && begin != std::string::npos; --index)
            begin = rest.find_first_not_of(' ', rest.find(' ', begin));
        return begin >= rest.size() ? std::string() : rest.substr(begin, rest.find(' ', begin) - begin);
    }
    long number(std::size_t index, long otherwise) const
    {
        const std::string text = word(index);
        return text.empty() ? otherwise : std::stol(text);
    }
    char character(std::size_t index) const { return word(index).empty() ? 'x' : word(index).front(); }
};

[[noreturn]] inline void fail(const std::string &text)
{
    std::cerr << "scripted-child: " << text << std::endl;
    std::_Exit(ScriptError);
}

inline void put(int fd, const char *bytes, std::size_t size)
{
    while (size > 0) {
        const ssize_t count = ::write(fd, bytes, size);
        if (count < 0 && errno != EINTR)
            return;
        if (count > 0) {
            bytes += count;
            size -= static_cast<std::size_t>(count);
        }
    }
}

inline void put(int fd, const std::string &text)
{
    put(fd, text.data(), text.size());
}

inline void waitForSignal()
{
    for (;;)
        ::pause();
}
