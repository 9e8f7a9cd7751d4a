#pragma once

#include "core/holder/messages.h"
#include "core/process/filedescriptor.h"

#include <string>

#include <sys/types.h>

namespace holder {

//! The process that a holder holds, with our ends of its pipes or its terminal.
class Child
{
public:
    //! Empty, or why it could not be started, in words.
    std::string start(const Launch &launch);

    pid_t pid() const { return m_pid; }
    bool onTerminal() const { return m_terminal; }
    //! Non-blocking. On a terminal input and output are the same descriptor and there are no errors.
    int input() const { return m_terminal ? m_output.get() : m_input.get(); }
    int output() const { return m_output.get(); }
    int errors() const { return m_errors.get(); }
    void closeInput() { m_input.reset(); }
    void closeOutput() { m_output.reset(); }
    void closeErrors() { m_errors.reset(); }

    void resize(std::uint16_t columns, std::uint16_t rows) const;
    //! To its process group, which it leads.
    void signalGroup(int signal) const;

private:
    std::string makePipes();
    std::string makeTerminal(const Launch &launch);
    std::string fork(const Launch &launch);
    [[noreturn]] void become(const Launch &launch, pid_t parent, int report) const;

    pid_t m_pid = 0;
    bool m_terminal = false;
    process::FileDescriptor m_input;
    process::FileDescriptor m_output;
    process::FileDescriptor m_errors;
    // The child's ends, until it has them.
    process::FileDescriptor m_childInput;
    process::FileDescriptor m_childOutput;
    process::FileDescriptor m_childErrors;
};

} // namespace holder
