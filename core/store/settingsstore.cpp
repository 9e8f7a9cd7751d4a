#include "core/store/settingsstore.h"

#include "core/store/documentwriter.h"

namespace store {

SettingsStore::SettingsStore(const QString &path, DocumentWriter &writer)
    : m_file(path)
    , m_writer(writer)
{
}

base::Result<void> SettingsStore::load()
{
    const auto read = m_file.readObject();
    if (!read)
        return tl::unexpected(read.error());
    const std::optional<QJsonObject> &json = *read;
    if (!json)
        return {};
    auto settings = model::settingsFromJson(*json);
    if (!settings)
        return tl::unexpected(m_file.setAside(settings.error().message));
    m_settings = std::move(*settings);
    return {};
}

base::Result<model::Settings> SettingsStore::merge(const QJsonObject &changes)
{
    auto merged = model::mergeSettings(m_settings, changes);
    if (!merged)
        return merged;
    m_settings = std::move(*merged);
    m_writer.write(m_file.path(), toBytes(model::toJson(m_settings)));
    return m_settings;
}

} // namespace store
