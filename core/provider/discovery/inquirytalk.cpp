#include "core/provider/discovery/inquirytalk.h"

#include "core/provider/exitwords.h"

namespace provider {

namespace {

//! What an Event says about why there is no answer; empty when it says nothing about that.
QString failureIn(const Event &event)
{
    if (const auto *notice = std::get_if<NoticeRaised>(&event))
        return notice->level == model::NoticeLevel::Error ? notice->text : QString();
    if (const auto *refused = std::get_if<RequestFailed>(&event))
        return refused->error;
    if (const auto *turn = std::get_if<TurnFinished>(&event))
        return turn->error;
    return {};
}

} // namespace

InquiryTalk::InquiryTalk(QString name, Inquiry inquiry, std::chrono::milliseconds limit, QObject *keeper)
    : m_name(std::move(name))
    , m_protocol(std::move(inquiry.protocol))
    , m_process(new BriefProcess(std::move(inquiry.plan), limit, keeper))
{
    connect(m_process, &BriefProcess::started, this, [this] { write(m_protocol->open()); });
    connect(m_process, &BriefProcess::linesRead, this, &InquiryTalk::onLines);
    connect(m_process, &BriefProcess::ended, this, &InquiryTalk::onEnded);
    connect(m_process, &BriefProcess::timedOut, this, [this, limit] {
        fail(QStringLiteral("%1 did not say in %2 s what can be chosen")
                 .arg(m_name)
                 .arg(std::chrono::ceil<std::chrono::seconds>(limit).count()));
    });
}

InquiryTalk::~InquiryTalk()
{
    if (m_process)
        m_process->finish();
}

void InquiryTalk::start()
{
    m_process->start();
}

void InquiryTalk::write(const QList<QByteArray> &lines)
{
    for (const QByteArray &line : lines + m_protocol->takeReplies())
        m_process->write(line);
}

void InquiryTalk::onLines(const QList<QByteArray> &lines)
{
    for (const QByteArray &line : lines) {
        const Events events = m_protocol->feed(line);
        // An agent that cannot say anything says first why.
        for (const Event &event : events) {
            if (const QString why = failureIn(event); !why.isEmpty()) {
                fail(why);
                return;
            }
            if (const auto *choices = std::get_if<ChoicesReported>(&event)) {
                letGo();
                Q_EMIT answered(*choices);
                return;
            }
        }
        write({});
    }
}

void InquiryTalk::onEnded(const process::ProcessResult &result)
{
    const Events events = m_protocol->closed(result);
    for (const Event &event : events) {
        if (const QString why = failureIn(event); !why.isEmpty()) {
            fail(why);
            return;
        }
    }
    fail(exitWords(m_name, result));
}

void InquiryTalk::fail(const QString &why)
{
    letGo();
    Q_EMIT failed(why);
}

void InquiryTalk::letGo()
{
    std::exchange(m_process, nullptr)->finish(); // nothing of it shall answer again
}

} // namespace provider
