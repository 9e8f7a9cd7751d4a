#pragma once

#include "core/base/result.h"

#include <QString>

namespace store {

//! Makes a directory that only its owner may enter, with its parents, and sees that files can be made in it.
//! One that is there already keeps its mode: it may be somebody's home.
base::Result<void> makePrivateDirectory(const QString &path);

} // namespace store
