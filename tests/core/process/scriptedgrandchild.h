#pragma once

#include "scriptstep.h"

//! The step "grandchild KIND [quiet]" of the scripted child; `arguments` are those of main().
void forkGrandchild(const Step &step, char **arguments);
