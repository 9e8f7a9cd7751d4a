#pragma once

#include "core/provider/jsonfields.h"

namespace claude {

using namespace provider::json;

} // namespace claude
