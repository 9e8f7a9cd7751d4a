#pragma once

#include "core/base/result.h"

#include <QJsonArray>
#include <QJsonObject>
#include <QString>

#include <optional>

namespace store {

//! One JSON document on disk, to be read at a start. Writing it is a DocumentWriter's job.
//! What cannot be understood is never overwritten: it is renamed to NAME.corrupt-<UTC time> and reported.
class DocumentFile
{
public:
    static constexpr qint64 MaxBytes = qint64{64} * 1024 * 1024;

    explicit DocumentFile(QString path);

    //! nullopt: there is none. Corrupt: it was no such document and was set aside (the message says where).
    //! Io: it is there and cannot be read; it must not be replaced.
    base::Result<std::optional<QJsonObject>> readObject() const;
    base::Result<std::optional<QJsonArray>> readArray() const;

    //! For a document that is JSON but breaks its own rules: sets it aside, and gives the Corrupt error to
    //! report.
    base::Error setAside(const QString &reason) const;

    const QString &path() const { return m_path; }

private:
    base::Result<std::optional<QByteArray>> readBytes() const;

    QString m_path;
};

//! Replaces a document by QSaveFile: on disk is the old one or all of the new one. Waits for the disk, so it
//! is for a thread or a program that may. StorageFull, Io.
base::Result<void> writeDocument(const QString &path, const QByteArray &bytes);

//! As documents are written: indented, for people who look at them.
QByteArray toBytes(const QJsonObject &document);
QByteArray toBytes(const QJsonArray &document);

} // namespace store
