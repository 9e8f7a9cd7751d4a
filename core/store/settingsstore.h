#pragma once

#include "core/base/result.h"
#include "core/model/settings.h"
#include "core/store/documentfile.h"

#include <QObject>

#include <functional>

namespace store {

class DocumentWriter;

//! The document settings.json, kept in memory.
class SettingsStore : public QObject
{
    Q_OBJECT

public:
    //! What only a higher layer can judge. InvalidArgument names the field.
    using Check = std::function<base::Result<void>(const model::Settings &)>;

    SettingsStore(const QString &path, DocumentWriter &writer, Check check = {}, QObject *parent = nullptr);

    //! Corrupt: the document was set aside, and the settings are the defaults. Any other error: it is there
    //! and cannot be read; the settings must not be used, or they would replace it.
    base::Result<void> load();

    const model::Settings &settings() const { return m_settings; }
    //! Applies the fields that are present and writes the document soon. InvalidArgument names the first bad
    //! field; then nothing is changed.
    base::Result<model::Settings> merge(const QJsonObject &changes);

Q_SIGNALS:
    void changed();

private:
    base::Result<model::Settings> checked(base::Result<model::Settings> settings) const;

    DocumentFile m_file;
    DocumentWriter &m_writer;
    const Check m_check;
    model::Settings m_settings;
};

} // namespace store
