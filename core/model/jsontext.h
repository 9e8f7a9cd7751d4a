#pragma once

#include <QByteArray>
#include <QStringView>

namespace model {

//! Appends `text` to `json` as a quoted JSON string, in UTF-8. A lone surrogate, which UTF-8 cannot express,
//! is written as \uXXXX: every QString reads back as it was.
void appendJsonString(QByteArray &json, QStringView text);

} // namespace model
