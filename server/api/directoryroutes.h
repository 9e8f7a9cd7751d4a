#pragma once

#include "core/base/result.h"
#include "core/http/router.h"

#include <QObject>

#include <functional>

namespace api {

//! /api/directories: what a person needs to pick where an agent works. Reads directories off the event loop,
//! since a network file system may take its time.
class DirectoryRoutes : public QObject
{
    Q_OBJECT

public:
    static constexpr int MaxEntries = 5000; //!< of one directory; the rest is left out
    static constexpr qint64 MaxInstructionsBytes = 1024 * 1024;

    using QObject::QObject;
    void install(http::Router &router);

private:
    void answerLater(http::Responder responder, std::function<base::Result<QJsonObject>()> read);
};

} // namespace api
