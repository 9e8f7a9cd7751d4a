#pragma once

#include "core/model/record.h"

#include <QList>

namespace agents {

//! Longest text that a record keeps once it was too large for the journal, in characters.
constexpr qsizetype MaxKeptText = 4 * 1024 * 1024;

//! A CLI can say more in one piece than a journal takes as one record (a tool's input and result are in one).
//! Shortens every text over MaxKeptText to its beginning and says how much is missing, so that the agent can
//! go on.
void shortenTexts(QList<model::Record> &records);

} // namespace agents
