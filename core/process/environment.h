#pragma once

#include <QProcessEnvironment>

namespace process {

//! The environment to start a CLI with: the user's own without
//!  - what says "you run inside another agent" (CLAUDECODE, CLAUDE_CODE_ENTRYPOINT, session ids,
//!  CODEX_SANDBOX ...):
//!    a CLI that sees it refuses to start, joins the outer session or weakens itself;
//!  - the secrets of AgentMonitor itself (passwords, relay token, mail and messaging accounts).
//! What a user sets to configure a CLI stays: CLAUDE_CONFIG_DIR, CLAUDE_CODE_USE_BEDROCK, CODEX_HOME, API
//! keys and tokens.
QProcessEnvironment cleanEnvironment(
    const QProcessEnvironment &environment = QProcessEnvironment::systemEnvironment());

} // namespace process
