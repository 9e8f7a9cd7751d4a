#pragma once

#include "core/base/secret.h"
#include "core/config/commandline.h"
#include "core/config/loglevel.h"

#include <QHostAddress>
#include <QList>
#include <QPair>
#include <QString>

#include <tl/expected.hpp>

namespace relay {

//! A block of addresses: its first one and the length of its prefix.
using Subnet = QPair<QHostAddress, int>;

//! What the relay is told from outside, checked.
struct Options
{
    base::Secret token; //!< shared with the agent machine; never empty
    base::Secret password; //!< of the dashboard; empty: everybody may
    quint16 port = 3457; //!< 0: any free one
    QHostAddress host = QHostAddress(QHostAddress::Any);
    QString domain; //!< the name (and port) that people use; empty: none
    QString tlsCertificate; //!< absolute path of a PEM file; empty: no TLS
    QString tlsKey;
    QList<Subnet> trustedProxies; //!< whose X-Forwarded-For and -Proto count
    config::LogLevel logLevel = config::LogLevel::Info;
};

//! What the program was told, or what ends it before it has begun.
using Outcome = tl::expected<Options, config::Ending>;

//! Defaults, overridden by what is set (see config::applySettings). Pure.
Outcome parseOptions(const config::Surroundings &surroundings);

} // namespace relay
