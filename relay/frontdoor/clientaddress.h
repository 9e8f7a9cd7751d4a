#pragma once

#include "core/http/requesthead.h"

#include <QHostAddress>
#include <QList>
#include <QPair>

namespace frontdoor {

//! Whose X-Forwarded-For and X-Forwarded-Proto count; pure.
class TrustedProxies
{
public:
    explicit TrustedProxies(QList<QPair<QHostAddress, int>> subnets = {});

    bool contains(const QHostAddress &address) const;

    //! Where a request came from: the peer itself, or, if that is a trusted proxy, the last address in
    //! X-Forwarded-For that no trusted proxy has. What is before it anybody can have written.
    QHostAddress clientOf(const QHostAddress &peer, const http::RequestHead &head) const;
    //! Whether the visitor speaks TLS, to us or to a trusted proxy that says so.
    bool isSecure(const QHostAddress &peer, bool peerSpeaksTls, const http::RequestHead &head) const;

private:
    QList<QPair<QHostAddress, int>> m_subnets;
};

} // namespace frontdoor
