#pragma once

#include "core/provider/event.h"
#include "core/provider/provider.h"

#include <QStringList>

namespace provider {

//! Whether a CLI can be used on this machine, and what it lets choose; what
//! GET /settings/runtime-capabilities tells of it.
struct Capabilities
{
    QString providerId;
    QString name; //!< for people
    QList<Interface> interfaces;
    bool available = false;
    QString version; //!< "2.1.330"; empty when it is not available, or there is no program of its own
    QString detectedFrom; //!< absolute path of the program; empty when there is none
    QString hint; //!< what to do about what is missing; empty when nothing is
    QStringList modes;
    QStringList efforts;
    QList<ModelChoice> models;
    QList<CommandChoice> commands;
};

} // namespace provider
