#pragma once

#include <QHash>
#include <QIODevice>
#include <QJsonObject>
#include <QList>
#include <QString>

#include <optional>

namespace claude {

//! A line longer than this is not looked at (it is a model request, or damage).
constexpr qint64 MaxSessionLineBytes = 64 * 1024 * 1024;

//! Where the lines of a session file are and how they hang together; the lines themselves stay in the file.
class SessionTree
{
public:
    //! Reads the whole file once.
    void read(QIODevice &file);

    //! Offsets of the lines that lead to the last one, with the results and the sister blocks that belong to
    //! them, in the order of the file; the newest `limit`.
    QList<qint64> conversation(qsizetype limit) const;

private:
    struct Node
    {
        QString uuid;
        QString parent;
        QString messageId; //!< of an assistant line
        QString toolId; //!< whose result a user line is
        QString calls; //!< tool that an assistant line calls
        qint64 offset = 0;
        bool spoken = false; //!< a line that can be shown
    };

    void add(const QJsonObject &line, qint64 offset);

    QList<Node> m_nodes; //!< in the order of the file
    QHash<QString, qsizetype> m_byUuid;
};

//! The next line of a file, without its break; nullopt at the end. An overlong line is given empty.
std::optional<QByteArray> nextLine(QIODevice &file, qint64 maxBytes = MaxSessionLineBytes);

} // namespace claude
