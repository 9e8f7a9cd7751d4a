#include "core/journal/indexformat.h"

#include <QtEndian>

#include <cstring>

namespace journal {

namespace {

constexpr char Magic[] = "AMTLINDX";
constexpr qsizetype MagicBytes = 8;
constexpr quint32 Version = 1;
constexpr quint32 OpenFlag = 1;

constexpr quint32 FnvBasis = 2166136261U;

quint32 fnv1a(const char *bytes, qsizetype count, quint32 hash = FnvBasis)
{
    for (qsizetype i = 0; i < count; ++i)
        hash = (hash ^ static_cast<unsigned char>(bytes[i])) * 16777619U;
    return hash;
}

class Writer
{
public:
    explicit Writer(char *bytes)
        : m_begin(bytes)
        , m_next(bytes)
    {
    }

    template <typename T>
    void put(T value)
    {
        qToLittleEndian(value, m_next);
        m_next += sizeof(T);
    }
    void putChecksum(quint32 basis) { put<quint32>(fnv1a(m_begin, m_next - m_begin, basis)); }

private:
    char *m_begin;
    char *m_next;
};

class Reader
{
public:
    explicit Reader(const char *bytes)
        : m_begin(bytes)
        , m_next(bytes)
    {
    }

    template <typename T>
    T take()
    {
        const T value = qFromLittleEndian<T>(m_next);
        m_next += sizeof(T);
        return value;
    }
    bool checksumFits(quint32 basis)
    {
        const quint32 expected = fnv1a(m_begin, m_next - m_begin, basis);
        return take<quint32>() == expected;
    }

private:
    const char *m_begin;
    const char *m_next;
};

quint32 basisOf(qint64 number)
{
    char bytes[sizeof number];
    qToLittleEndian(number, bytes);
    return fnv1a(bytes, sizeof bytes);
}

} // namespace

QByteArray encodeHeader(const IndexHeader &header)
{
    QByteArray bytes(IndexHeaderBytes, '\0');
    std::memcpy(bytes.data(), Magic, MagicBytes);
    Writer writer(bytes.data() + MagicBytes);
    writer.put<quint32>(Version);
    writer.put<quint32>(header.checkpoint.unreadable);
    writer.put<quint64>(header.checkpoint.seq);
    writer.put<qint64>(header.checkpoint.offset);
    writer.put<qint64>(header.checkpoint.messages);
    writer.put<qint64>(header.stateOffset);
    writer.put<quint64>(header.lastSeq);
    writer.put<qint64>(header.lastOffset);
    writer.putChecksum(FnvBasis);
    return bytes;
}

std::optional<IndexHeader> decodeHeader(const QByteArray &bytes)
{
    if (bytes.size() < IndexHeaderBytes || std::memcmp(bytes.constData(), Magic, MagicBytes) != 0)
        return std::nullopt;
    Reader reader(bytes.constData() + MagicBytes);
    if (reader.take<quint32>() != Version)
        return std::nullopt;
    IndexHeader header;
    header.checkpoint.unreadable = reader.take<quint32>();
    header.checkpoint.seq = reader.take<quint64>();
    header.checkpoint.offset = reader.take<qint64>();
    header.checkpoint.messages = reader.take<qint64>();
    header.stateOffset = reader.take<qint64>();
    header.lastSeq = reader.take<quint64>();
    header.lastOffset = reader.take<qint64>();
    return reader.checksumFits(FnvBasis) ? std::optional(header) : std::nullopt;
}

void encodeEntry(qint64 number, const IndexEntry &entry, char *bytes)
{
    Writer writer(bytes);
    writer.put<quint64>(entry.firstSeq);
    writer.put<qint64>(entry.firstOffset);
    writer.put<qint64>(entry.latestOffset);
    writer.put<quint32>(entry.latestLength);
    writer.put<quint32>(entry.open ? OpenFlag : 0);
    writer.put<quint32>(entry.idHash);
    writer.putChecksum(basisOf(number));
}

std::optional<IndexEntry> decodeEntry(qint64 number, const char *bytes)
{
    Reader reader(bytes);
    IndexEntry entry;
    entry.firstSeq = reader.take<quint64>();
    entry.firstOffset = reader.take<qint64>();
    entry.latestOffset = reader.take<qint64>();
    entry.latestLength = reader.take<quint32>();
    entry.open = (reader.take<quint32>() & OpenFlag) != 0;
    entry.idHash = reader.take<quint32>();
    return reader.checksumFits(basisOf(number)) ? std::optional(entry) : std::nullopt;
}

quint32 hashOf(const base::MessageId &id)
{
    const QString &text = id.toString();
    return fnv1a(reinterpret_cast<const char *>(text.utf16()), text.size() * 2);
}

} // namespace journal
