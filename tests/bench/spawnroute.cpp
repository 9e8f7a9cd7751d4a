#include "spawnroute.h"

#include "core/process/filedescriptor.h"
#include "core/process/linesplitter.h"
#include "core/process/transport.h"

#include <QFile>

#include <array>
#include <cerrno>
#include <vector>

#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

namespace {

constexpr qsizetype ReadBytes = qsizetype{64} * 1024;

//! Texts as execve takes them.
class Vector
{
public:
    explicit Vector(const QStringList &texts)
    {
        for (const QString &text : texts)
            m_bytes.append(QFile::encodeName(text));
        for (QByteArray &bytes : m_bytes)
            m_pointers.push_back(bytes.data());
        m_pointers.push_back(nullptr);
    }

    char **data() { return m_pointers.data(); }

private:
    QList<QByteArray> m_bytes;
    std::vector<char *> m_pointers;
};

pid_t spawn(const process::LaunchPlan &plan, int output)
{
    Vector arguments(QStringList{plan.program} + plan.arguments);
    Vector environment(plan.environment.toStringList());
    posix_spawn_file_actions_t actions;
    ::posix_spawn_file_actions_init(&actions);
    ::posix_spawn_file_actions_adddup2(&actions, output, STDOUT_FILENO);
    pid_t pid = 0;
    const int error
        = ::posix_spawn(&pid, arguments.data()[0], &actions, nullptr, arguments.data(), environment.data());
    ::posix_spawn_file_actions_destroy(&actions);
    if (error != 0)
        qFatal("posix_spawn: %d", error);
    return pid;
}

} // namespace

void SpawnRoute::run(const process::LaunchPlan &plan, const Sink &sink)
{
    std::array<int, 2> ends{};
    if (::pipe2(ends.data(), O_CLOEXEC) != 0)
        qFatal("pipe2: %d", errno);
    const process::FileDescriptor output(ends[0]);
    process::FileDescriptor childOutput(ends[1]);
    const pid_t pid = spawn(plan, childOutput.get());
    childOutput.reset();

    process::LineSplitter splitter(process::Transport::MaxLineBytes);
    QByteArray bytes(ReadBytes, Qt::Uninitialized);
    for (;;) {
        const ssize_t count = ::read(output.get(), bytes.data(), static_cast<std::size_t>(bytes.size()));
        if (count < 0 && errno == EINTR)
            continue;
        if (count <= 0)
            break;
        const process::SplitLines split = splitter.feed(QByteArrayView(bytes).first(count));
        for (const QByteArray &line : split.lines)
            sink(line);
    }
    process::ProcessResult result;
    int status = 0;
    ::waitpid(pid, &status, 0);
    result.exitCode = WEXITSTATUS(status);
    expectGoodEnd(result);
}
