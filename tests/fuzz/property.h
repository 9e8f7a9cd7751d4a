#pragma once

#include <QByteArray>
#include <QByteArrayView>

#include <algorithm>
#include <cstdio>
#include <cstdlib>

namespace fuzz {

//! Ends the program, which is how a fuzzer learns that an input breaks a property.
inline void require(bool holds, const char *property)
{
    if (holds)
        return;
    std::fprintf(stderr, "Broken property: %s\n", property);
    std::abort();
}

//! The ways to cut an input that every incremental parser has to be deaf to.
enum class Cut { Whole, Bytes, Pieces };

//! Feeds `parser` cut by cut until it takes no more; says how many bytes it took.
template <typename Parser>
qsizetype feed(Parser &parser, QByteArrayView input, Cut cut)
{
    quint32 random = 2463534242U ^ static_cast<quint32>(input.size());
    qsizetype taken = 0;
    while (taken < input.size()) {
        random ^= random << 13U; // xorshift: pieces of 1 to 32 bytes, the same for the same input
        random ^= random >> 17U;
        random ^= random << 5U;
        const qsizetype most = cut == Cut::Whole ? input.size() : cut == Cut::Bytes ? 1 : 1 + random % 32;
        const QByteArrayView piece = input.sliced(taken, std::min(most, input.size() - taken));
        const qsizetype count = parser.feed(piece);
        require(count >= 0 && count <= piece.size(), "a parser takes no more than it is given");
        taken += count;
        if (parser.isDone() || parser.error()) {
            require(parser.feed("x") == 0, "a parser takes nothing at its end");
            break;
        }
        require(count == piece.size(), "a parser that is not at its end takes everything");
    }
    return taken;
}

} // namespace fuzz
