#pragma once

#include "core/base/result.h"
#include "core/model/settings.h"
#include "core/store/documentfile.h"

namespace store {

class DocumentWriter;

//! The document settings.json, kept in memory.
class SettingsStore
{
public:
    SettingsStore(const QString &path, DocumentWriter &writer);

    //! Corrupt: the document was set aside, and the settings are the defaults. Any other error: it is there
    //! and cannot be read; the settings must not be used, or they would replace it.
    base::Result<void> load();

    const model::Settings &settings() const { return m_settings; }
    //! Applies the fields that are present and writes the document soon. InvalidArgument names the first bad
    //! field; then nothing is changed.
    base::Result<model::Settings> merge(const QJsonObject &changes);

private:
    DocumentFile m_file;
    DocumentWriter &m_writer;
    model::Settings m_settings;
};

} // namespace store
