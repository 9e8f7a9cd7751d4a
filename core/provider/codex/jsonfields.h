#pragma once

#include "core/provider/jsonfields.h"

namespace codex {

using namespace provider::json;

} // namespace codex
