#pragma once

#include "core/provider/event.h"

#include <QJsonArray>
#include <QJsonObject>

#include <array>

namespace acp {

//! What can be set in a session.
enum class Setting { Mode, Model, Effort };

//! "mode", "model", "effort"
QString settingName(Setting setting);

//! What a session lets choose, and what is chosen. Agents tell it in up to three ways at once: `modes`,
//! `models` (older) and `configOptions`, whose category says what they set.
class SessionChoices
{
public:
    //! An answer to session/new, session/load or session/set_config_option, or an update: what it tells
    //! replaces what was known, what it does not tell stays.
    void read(const QJsonObject &json);
    void readCommands(const QJsonArray &commands);
    //! The agent has taken a value, or changed it by itself.
    void set(Setting setting, const QString &value);

    QString current(Setting setting) const { return slot(setting).current; }
    bool offers(Setting setting) const { return slot(setting).offered; }
    QStringList values(Setting setting) const;
    bool knows(Setting setting, const QString &value) const { return values(setting).contains(value); }

    //! The request that sets a value.
    struct SetRequest
    {
        QString method;
        QJsonObject params; //!< without the session's id
    };
    SetRequest setRequest(Setting setting, const QString &value) const;

    provider::ChoicesReported choices() const;
    //! True if choices() would say the same.
    bool offersSame(const SessionChoices &other) const;

    // For a protocol that goes on where another one rested.
    QJsonObject toJson() const;
    static SessionChoices fromJson(const QJsonObject &json);

private:
    struct Value
    {
        QString id;
        QString name;
        QString description;
    };
    struct Slot
    {
        bool offered = false;
        QString configId; //!< empty: it is set by a method of its own
        QString current;
        QList<Value> values;
    };

    Slot &slot(Setting setting) { return m_slots[static_cast<std::size_t>(setting)]; }
    const Slot &slot(Setting setting) const { return m_slots[static_cast<std::size_t>(setting)]; }
    void readList(
        Setting setting, const QJsonObject &list, const char *values, const char *id, const char *current);
    void readOptions(const QJsonArray &options);

    std::array<Slot, 3> m_slots;
    QList<provider::CommandChoice> m_commands;
};

} // namespace acp
