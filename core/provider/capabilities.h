#pragma once

#include <QString>

namespace provider {

//! Whether a CLI can be used on this machine; what GET /settings/runtime-capabilities tells of it.
struct Capabilities
{
    bool available = false;
    QString version; //!< "2.1.330"; empty when it is not available
    QString hint; //!< what to do about it; empty when it is available
    QString detectedFrom; //!< absolute path of the binary; empty when there is none
};

} // namespace provider
