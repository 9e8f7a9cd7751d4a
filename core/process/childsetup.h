#pragma once

#include <sys/types.h>

namespace process {

//! What happens in a child between fork and exec; only async-signal-safe calls.
struct ChildSetup
{
    int standardOutput = -1;
    int standardError = -1;
    pid_t parent = 0;

    //! Makes it the leader of a session of its own, ties its life to its parent's, puts the two pipes into
    //! place and marks every other descriptor to be closed by exec. Ends the child if its parent is gone
    //! already.
    void operator()() const;
};

} // namespace process
