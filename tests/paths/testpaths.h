#pragma once

#include <QString>

//! Where tests find their files. Only one source file knows the checkout's folder, so that a compiler's cache
//! serves every checkout.
namespace testpaths {

//! A file of tests/fixtures; empty: the folder itself.
QString fixture(const QString &path);
//! A program of this build.
QString program(const QString &name);

} // namespace testpaths
