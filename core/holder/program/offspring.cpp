#include "core/holder/program/offspring.h"

#include "core/process/filedescriptor.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <memory>
#include <string>
#include <string_view>

#include <dirent.h>
#include <fcntl.h>
#include <unistd.h>

namespace holder {

namespace {

struct Entry
{
    pid_t pid;
    pid_t parent;
};

// proc_pid_stat(5): "pid (comm) state ppid ..."; comm may itself hold blanks and brackets.
bool readParent(const char *pid, pid_t &parent)
{
    constexpr std::size_t EnoughBytes = 512;
    constexpr std::size_t StateAndBlanks = 4; // ") S "
    const process::FileDescriptor file(
        ::open(("/proc/" + std::string(pid) + "/stat").c_str(), O_RDONLY | O_CLOEXEC));
    std::array<char, EnoughBytes> bytes{};
    const ssize_t count = file.isValid() ? ::read(file.get(), bytes.data(), bytes.size()) : -1;
    if (count <= 0)
        return false;
    const std::string_view stat(bytes.data(), static_cast<std::size_t>(count));
    const std::size_t bracket = stat.rfind(')');
    if (bracket == std::string_view::npos || stat.size() <= bracket + StateAndBlanks)
        return false;
    const char state = stat[bracket + 2];
    if (state == 'Z' || state == 'X')
        return false;
    const char *begin = stat.data() + bracket + StateAndBlanks;
    return std::from_chars(begin, stat.data() + stat.size(), parent).ec == std::errc();
}

std::vector<Entry> readAll()
{
    std::vector<Entry> entries;
    const std::unique_ptr<DIR, int (*)(DIR *)> directory(::opendir("/proc"), &::closedir);
    while (directory) {
        const dirent *item = ::readdir(directory.get());
        if (!item)
            break;
        if (item->d_name[0] < '1' || item->d_name[0] > '9')
            continue;
        Entry entry{};
        const std::string_view name(item->d_name);
        std::from_chars(name.data(), name.data() + name.size(), entry.pid);
        if (readParent(item->d_name, entry.parent))
            entries.push_back(entry);
    }
    return entries;
}

} // namespace

std::vector<pid_t> offspringOf(pid_t root)
{
    std::vector<Entry> rest = readAll();
    std::vector<pid_t> found{root};
    for (std::size_t next = 0; next < found.size(); ++next) {
        const auto others = std::partition(rest.begin(), rest.end(),
            [parent = found[next]](const Entry &entry) { return entry.parent != parent; });
        for (auto child = others; child != rest.end(); ++child)
            found.push_back(child->pid);
        rest.erase(others, rest.end());
    }
    found.erase(found.begin());
    return found;
}

} // namespace holder
