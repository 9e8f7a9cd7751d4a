#pragma once

#include "core/http/router.h"

namespace store {
class SettingsStore;
}

namespace api {

//! /api/settings: read, and change any subset.
class SettingsRoutes
{
public:
    explicit SettingsRoutes(store::SettingsStore &settings);
    void install(http::Router &router);

private:
    store::SettingsStore &m_settings;
};

} // namespace api
