#pragma once

namespace service {

//! Allows this process as many open files as the system lets it have: the usual soft limit of 1,024 would end
//! at 500 agents or connections.
void raiseFileLimit();

} // namespace service
