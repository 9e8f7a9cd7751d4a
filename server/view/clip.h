#pragma once

#include <QJsonValue>
#include <QString>

//! Long texts are sent with their middle left out; the whole is one call away. See API.md, `clipped`.
namespace view {

constexpr qsizetype MaxTextLength = 64 * 1024; //!< characters of one text field in anything that is sent
constexpr qsizetype ListTextLength = 200; //!< characters of a message in the list of agents
constexpr qsizetype ListConfigTextLength
    = 500; //!< characters of prompt and instructions in the list of agents
constexpr qsizetype PendingTextLength = 2000; //!< characters of what waits for a person in the list of agents

//! The text, or its beginning and end around a line that says how much is missing. Never splits a surrogate
//! pair.
QString clipMiddle(const QString &text, qsizetype limit);
//! The text, or its beginning and "…".
QString clipEnd(const QString &text, qsizetype limit);
//! Every text inside `value`, at any depth; sets *clipped if one was too long.
QJsonValue clipTexts(const QJsonValue &value, qsizetype limit, bool *clipped);

} // namespace view
