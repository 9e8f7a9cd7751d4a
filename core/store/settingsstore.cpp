#include "core/store/settingsstore.h"

#include "core/store/documentwriter.h"

namespace store {

SettingsStore::SettingsStore(const QString &path, DocumentWriter &writer, Check check, QObject *parent)
    : QObject(parent)
    , m_file(path)
    , m_writer(writer)
    , m_check(std::move(check))
{
}

base::Result<model::Settings> SettingsStore::checked(base::Result<model::Settings> settings) const
{
    if (!settings || !m_check)
        return settings;
    if (const auto good = m_check(*settings); !good)
        return tl::unexpected(good.error());
    return settings;
}

base::Result<void> SettingsStore::load()
{
    const auto read = m_file.readObject();
    if (!read)
        return tl::unexpected(read.error());
    const std::optional<QJsonObject> &json = *read;
    if (!json)
        return {};
    auto settings = checked(model::settingsFromJson(*json));
    if (!settings)
        return tl::unexpected(m_file.setAside(settings.error().message));
    m_settings = std::move(*settings);
    return {};
}

base::Result<model::Settings> SettingsStore::merge(const QJsonObject &changes)
{
    auto merged = checked(model::mergeSettings(m_settings, changes));
    if (!merged)
        return merged;
    m_settings = std::move(*merged);
    m_writer.write(m_file.path(), toBytes(model::toJson(m_settings)));
    Q_EMIT changed();
    return m_settings;
}

} // namespace store
