#pragma once

#include <QByteArray>
#include <QString>

namespace push {

//! UTF-8 that comes in pieces, as text: a character that is split keeps for the next piece. What is no UTF-8
//! becomes U+FFFD.
class TextPieces
{
public:
    QString feed(const QByteArray &bytes);

private:
    QByteArray m_begun;
};

} // namespace push
