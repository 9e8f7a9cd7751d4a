#pragma once

#include "core/provider/provider.h"
#include "server/config/options.h"

#include <memory>
#include <vector>

namespace server {

//! Every kind of CLI that agents can be made of, the first one by default.
std::vector<std::unique_ptr<provider::Provider>> makeProviders(const Options &options);

} // namespace server
