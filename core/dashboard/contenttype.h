#pragma once

#include <QByteArray>

#include <string_view>

namespace dashboard {

//! By the end of the file's name, for what web builds are made of; application/octet-stream for the rest.
QByteArray contentTypeOf(std::string_view path);

} // namespace dashboard
