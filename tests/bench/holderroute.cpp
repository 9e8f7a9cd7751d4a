#include "holderroute.h"

#include "core/base/ids.h"

#include <QCoreApplication>
#include <QEventLoop>
#include <QThreadPool>

using process::Transport;

HolderRoute::HolderRoute(QString directory)
    : m_directory(std::move(directory))
{
    m_settings.program = QCoreApplication::applicationDirPath() + QStringLiteral("/agentmonitor-holder");
}

void HolderRoute::run(const process::LaunchPlan &plan, const Sink &sink)
{
    const holder::HolderFolder folder(m_directory + QLatin1Char('/') + base::newUuid());
    if (const auto created = folder.create(); !created)
        qFatal("%s", qPrintable(created.error().message));
    holder::HolderTransport transport(m_settings, folder);
    QEventLoop loop;
    qint64 released = 0;
    QObject::connect(&transport, &Transport::outputRead, &loop, [&](const QList<process::Output> &output) {
        for (const process::Output &line : output)
            sink(line.bytes);
        if (output.last().end - released >= ReleaseBytes) {
            released = output.last().end;
            transport.release(released);
        }
    });
    QObject::connect(&transport, &Transport::stalled, &loop, [](const QString &reason) {
        if (!reason.isEmpty())
            qWarning("the holder has to wait: %s", qPrintable(reason));
    });
    QObject::connect(&transport, &Transport::done, &loop, [&loop](const process::ProcessResult &result) {
        expectGoodEnd(result);
        loop.quit();
    });
    transport.start(plan);
    loop.exec();
    transport.dismiss();
    QThreadPool::globalInstance()->waitForDone(); // the folder is removed there
}
