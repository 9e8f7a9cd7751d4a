#pragma once

#include "tray/settings/envdocument.h"

#include <QString>

namespace tray {

//! The server's settings that a person changes in the dialog, as they are in server.env: empty is the
//! server's default.
struct ServerSettings
{
    QString relayUrl;
    QString relayToken;
    QString relayMachine;
    QString port;
    QString dashboardPassword;
    QString claudeBinary;
    QString codexBinary;
    QString dataDirectory;

    bool operator==(const ServerSettings &) const = default;
};

ServerSettings settingsOf(const EnvDocument &document);
void applySettings(const ServerSettings &settings, EnvDocument &document);

//! What is wrong with the first one that the server would not take, in words; empty: nothing.
QString problemOf(const ServerSettings &settings);

//! An address as people write it ("relay.example.com") made one that the server takes
//! ("wss://relay.example.com/tunnel").
QString completedRelayUrl(const QString &text);

//! 64 hex digits.
QString newRelayToken();

} // namespace tray
