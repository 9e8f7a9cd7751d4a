#include "core/terminals/terminal.h"

#include "core/base/logging.h"
#include "core/holder/holderfolder.h"
#include "core/terminals/spooltail.h"

#include <QPointer>

#include <algorithm>
#include <utility>

namespace terminals {

Terminal::Terminal(TerminalDocument document, QString folder, std::unique_ptr<process::Transport> transport)
    : m_document(std::move(document))
    , m_folder(std::move(folder))
    , m_transport(std::move(transport))
{
    using process::Transport;
    connect(m_transport.get(), &Transport::started, this, [this] {
        if (const QString command = std::exchange(m_initialCommand, {}); !command.isEmpty())
            type(command.toUtf8() + '\r');
    });
    connect(m_transport.get(), &Transport::outputRead, this, &Terminal::onOutput);
    connect(m_transport.get(), &Transport::done, this, &Terminal::onDone);
    m_breath.setSingleShot(true);
    connect(&m_breath, &QTimer::timeout, m_transport.get(), &Transport::resume);
}

Terminal::~Terminal()
{
    m_transport->disconnect(this);
}

QString Terminal::folderId() const
{
    return holder::HolderFolder(m_folder).id();
}

void Terminal::start(const process::LaunchPlan &plan, const QString &initialCommand)
{
    m_initialCommand = initialCommand;
    m_transport->start(plan);
}

void Terminal::takeOver(const process::LaunchPlan &plan)
{
    m_position = holder::HolderFolder(m_folder).outputSize();
    m_transport->attach(plan, m_position);
}

QByteArray Terminal::recentOutput() const
{
    return spoolTail(m_folder, m_position);
}

void Terminal::type(const QByteArray &bytes)
{
    m_transport->write({}, bytes);
}

void Terminal::resize(int columns, int rows)
{
    if (columns == m_document.columns && rows == m_document.rows)
        return;
    m_document.columns = columns;
    m_document.rows = rows;
    m_transport->resize(columns, rows);
    // Only for a later server; the terminal itself keeps its size.
    if (const auto saved = m_document.save(m_folder); !saved)
        qCWarning(base::logAgents).noquote() << QStringLiteral("[Terminal] %1").arg(saved.error().message);
}

void Terminal::close()
{
    m_closing = true;
    m_breath.stop();
    m_transport->stop({});
    m_transport->resume();
}

void Terminal::onOutput(const QList<process::Output> &output)
{
    const QPointer<Terminal> self(this);
    for (const process::Output &piece : output) {
        m_position = piece.end;
        Q_EMIT outputRead(piece.bytes);
        if (!self)
            return;
        constexpr qint64 Milliseconds = 1000;
        const qint64 breath = piece.bytes.size() * Milliseconds / BytesPerSecond;
        if (breath > 0 && !m_closing) {
            m_transport->pause();
            m_breath.start(static_cast<int>(breath));
        }
    }
    if (m_position - ReplayBytes >= m_released + ReleaseStep) {
        m_released = m_position - ReplayBytes;
        m_transport->release(m_released);
    }
}

void Terminal::onDone(const process::ProcessResult &result)
{
    m_transport->dismiss();
    Q_EMIT ended(process::shellExitCode(result),
        result.kind == process::EndKind::NotStarted ? result.error : QString());
}

} // namespace terminals
