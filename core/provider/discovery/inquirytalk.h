#pragma once

#include "core/provider/discovery/briefprocess.h"
#include "core/provider/provider.h"

#include <QObject>
#include <QPointer>

#include <chrono>

namespace provider {

//! Holds an Inquiry with a CLI.
class InquiryTalk : public QObject
{
    Q_OBJECT

public:
    //! `name` of the CLI, for messages. `keeper` owns the process, which may end later than this object.
    InquiryTalk(QString name, Inquiry inquiry, std::chrono::milliseconds limit, QObject *keeper);
    ~InquiryTalk() override;

    void start();

Q_SIGNALS:
    //! One of them, once, and not from within start().
    void answered(const provider::ChoicesReported &choices);
    void failed(const QString &why);

private:
    void onLines(const QList<QByteArray> &lines);
    void onEnded(const process::ProcessResult &result);
    void write(const QList<QByteArray> &lines);
    void fail(const QString &why);
    void letGo();

    QString m_name;
    std::unique_ptr<Protocol> m_protocol;
    QPointer<BriefProcess> m_process;
};

} // namespace provider
