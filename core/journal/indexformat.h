#pragma once

#include "core/base/ids.h"

#include <QByteArray>

#include <cstdint>
#include <optional>

// The bytes of timeline.index; see FORMAT.md.
namespace journal {

//! Where reading the journal can begin, and what was known by then.
struct Checkpoint
{
    base::Sequence seq = 1; //!< of the record at `offset`, or of the next one to come
    qint64 offset = 0;
    qint64 messages = 0; //!< entries of the index that came before
    quint32 unreadable = 0; //!< lines before that did not decode

    bool operator==(const Checkpoint &) const = default;
};

struct IndexHeader
{
    Checkpoint checkpoint;
    qint64 stateOffset = -1; //!< of the last state record; -1 = there is none
    base::Sequence lastSeq = 0; //!< of the last record that decoded; 0 = there is none
    qint64 lastOffset = 0;

    bool operator==(const IndexHeader &) const = default;
};

//! One message: where it begins in the journal, and the record that tells how it is now.
struct IndexEntry
{
    base::Sequence firstSeq = 0;
    qint64 firstOffset = 0;
    qint64 latestOffset = 0;
    quint32 latestLength = 0;
    bool open = false;
    quint32 idHash = 0;

    bool operator==(const IndexEntry &) const = default;
};

constexpr qint64 IndexHeaderBytes = 80;
constexpr qint64 IndexEntryBytes = 40;

QByteArray encodeHeader(const IndexHeader &header);
//! nullopt: other magic, version or checksum.
std::optional<IndexHeader> decodeHeader(const QByteArray &bytes);

// The checksum covers the number of the entry, so that it is only valid in its place.
void encodeEntry(qint64 number, const IndexEntry &entry, char *bytes);
std::optional<IndexEntry> decodeEntry(qint64 number, const char *bytes);

//! So that an entry is never taken for that of another message.
quint32 hashOf(const base::MessageId &id);

} // namespace journal
