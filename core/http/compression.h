#pragma once

#include "core/http/answer.h"

namespace http {

//! Whether an Accept-Encoding value takes `coding` (RFC 9110, section 12.5.3; "q=0" refuses it, "*" stands
//! for any).
bool acceptsCoding(const QByteArray &acceptEncoding, const QByteArray &coding);

//! gzips a text or JSON body of more than 1 KiB and at most 8 MiB if the client takes it and the handler has
//! not coded it already. Adds Vary wherever the answer depended on Accept-Encoding.
void compress(Answer &answer, const QByteArray &acceptEncoding);

} // namespace http
