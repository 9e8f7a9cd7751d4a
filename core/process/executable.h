#pragma once

#include "core/base/result.h"

#include <QProcessEnvironment>
#include <QStringList>

namespace process {

//! Absolute path of a program. `program` is a name, looked for in the PATH of `environment` and then in
//! `furtherDirectories` (a service often has a shorter PATH than its user's shell), or a path (with a '/',
//! "~/" is the home directory), which is taken as it is. Symbolic links are kept: CLIs update themselves by
//! changing them. NotFound: what was looked for and where. InvalidArgument: it is there but is not a program.
base::Result<QString> findExecutable(const QString &program, const QProcessEnvironment &environment,
    const QStringList &furtherDirectories = {});

} // namespace process
