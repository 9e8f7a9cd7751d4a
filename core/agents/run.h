#pragma once

#include "core/agents/rundocument.h"
#include "core/base/ids.h"
#include "core/journal/journal.h"
#include "core/process/transport.h"
#include "core/provider/protocol.h"

#include <QObject>

#include <deque>
#include <memory>

namespace agents {

//! One process of an agent's CLI and the conversation with it. The process lives in a holder and may be older
//! than this object: then what was said since its last rest is gone through again, in the same order, which
//! makes a Protocol that knows what the earlier one knew. What was in the journal already comes as
//! repeated(), everything else as said(). Lines that the holder had already are not taken twice
//! (process::InputPlace).
class Run : public QObject
{
    Q_OBJECT

public:
    Run(QString folder, RunDocument document, std::unique_ptr<provider::Protocol> protocol,
        std::unique_ptr<process::Transport> transport);
    ~Run() override;

    void start(const process::LaunchPlan &plan);
    void takeOver(const process::LaunchPlan &plan, const journal::RunTrace &trace);

    //! How much of the CLI's output has been said(): Record::taken.
    qint64 position() const { return m_position; }
    //! Where a Command that is given now has its place: InputGiven::offset.
    qint64 inputOffset() const;
    //! It talks: started, and nothing of before a restart has to be gone through any more.
    bool isTalking() const { return m_started && m_caughtUp; }
    bool isCatchingUp() const { return !m_caughtUp; }
    bool isStopping() const { return m_stopping; }
    qint64 processId() const { return m_transport->processId(); }
    const provider::ChoicesReported &choices() const { return m_document.choices; }

    //! Once it is in the journal as `record`.
    void give(base::Sequence record, qint64 offset, const provider::Command &command);
    //! Raw bytes, for a terminal.
    void type(const QByteArray &bytes) { m_transport->write({}, bytes); }
    void resize(int columns, int rows) { m_transport->resize(columns, rows); }
    bool isTerminal() const { return m_terminal; }
    const QString &folder() const { return m_folder; }
    void pause() { m_transport->pause(); }
    void resume() { m_transport->resume(); }
    void stop();

    //! Notes where the conversation can be taken over from, if it is at rest; all that was said() is in the
    //! journal, whose size is given.
    void noteRest(qint64 journalBytes);
    //! After ended(), when that is in the journal: nothing of it need be kept.
    void dismiss() { m_transport->dismiss(); }

Q_SIGNALS:
    void started();
    void repeated(const provider::Events &events);
    void caughtUp();
    void said(const provider::Events &events);
    void lineRead(const QByteArray &line);
    //! What a terminal is to show, up to position().
    void terminalRead(const QByteArray &bytes);
    //! So much was said since the last noteRest() that another is due.
    void restDue();
    void lineDropped(qsizetype bytes);
    //! A Command could not be carried out.
    void refused(const base::Error &error);
    void stalled(const QString &reason);
    void ended(const process::ProcessResult &result, const provider::Events &events);

private:
    struct Due
    {
        base::Sequence record = 0;
        qint64 offset = 0;
        provider::Command command;
    };

    void begin();
    void onStarted();
    void onOutput(const QList<process::Output> &output);
    void onTerminalOutput(const process::Output &piece);
    qsizetype cutOf(QByteArrayView bytes) const;
    void takePiece(const QByteArray &bytes, qint64 end);
    void takeEvents(bool isNew);
    void tellSoon();
    void onDone(const process::ProcessResult &result);
    void giveDue();
    void checkCaughtUp();
    void writeLines(QList<QByteArray> lines, base::Sequence record);
    void tell();
    QByteArray wire(const QByteArray &line) const;

    const QString m_folder;
    RunDocument m_document;
    std::unique_ptr<provider::Protocol> m_protocol;
    std::unique_ptr<process::Transport> m_transport;
    bool m_terminal = false;
    qint64 m_position = 0;
    qint64 m_taken = 0; //!< what the journal had when we took over
    std::deque<Due> m_due;
    process::InputPlace m_lastPlace;
    provider::Events m_repeated; //!< to be told at the end of this slice
    provider::Events m_said;
    bool m_begun = false;
    bool m_started = false;
    bool m_caughtUp = true;
    bool m_stopping = false;
    bool m_tellsSoon = false;
};

} // namespace agents
