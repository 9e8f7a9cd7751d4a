#include "tray/settings/traysettings.h"

#include "core/base/enumname.h"

#include <QSettings>

namespace tray {

namespace {

constexpr base::EnumNames<QuitChoice, 3> QuitNames{{
    {QuitChoice::Ask, "ask"},
    {QuitChoice::LeaveRunning, "leave"},
    {QuitChoice::Stop, "stop"},
}};

constexpr char TimeFormat[] = "HH:mm";

void readTime(const QSettings &file, const char *key, QTime &time)
{
    const QTime read
        = QTime::fromString(file.value(QLatin1String(key)).toString(), QString::fromLatin1(TimeFormat));
    if (read.isValid())
        time = read;
}

} // namespace

TraySettings loadTraySettings(const QString &path)
{
    const QSettings file(path, QSettings::IniFormat);
    TraySettings settings;
    settings.quit = base::enumFromName(QuitNames, file.value(QLatin1String("quit")).toString())
                        .value_or(QuitChoice::Ask);
    NoticeSettings &notices = settings.notices;
    const std::pair<const char *, bool *> switches[] = {{"notices/waits", &notices.waits},
        {"notices/fails", &notices.fails}, {"notices/finishes", &notices.finishes},
        {"notices/tunnel", &notices.tunnel}, {"quietHours/enabled", &notices.quietHours.enabled}};
    for (const auto &[key, value] : switches)
        *value = file.value(QLatin1String(key), *value).toBool();
    readTime(file, "quietHours/from", notices.quietHours.from);
    readTime(file, "quietHours/to", notices.quietHours.to);
    return settings;
}

void saveTraySettings(const QString &path, const TraySettings &settings)
{
    QSettings file(path, QSettings::IniFormat);
    const NoticeSettings &notices = settings.notices;
    file.setValue(QLatin1String("quit"), base::enumToName(QuitNames, settings.quit));
    file.setValue(QLatin1String("notices/waits"), notices.waits);
    file.setValue(QLatin1String("notices/fails"), notices.fails);
    file.setValue(QLatin1String("notices/finishes"), notices.finishes);
    file.setValue(QLatin1String("notices/tunnel"), notices.tunnel);
    file.setValue(QLatin1String("quietHours/enabled"), notices.quietHours.enabled);
    file.setValue(
        QLatin1String("quietHours/from"), notices.quietHours.from.toString(QString::fromLatin1(TimeFormat)));
    file.setValue(
        QLatin1String("quietHours/to"), notices.quietHours.to.toString(QString::fromLatin1(TimeFormat)));
}

} // namespace tray
