#include "tray/windows/logwindow.h"

#include "tray/windows/logview.h"

#include <QClipboard>
#include <QDialogButtonBox>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QTextDocumentFragment>
#include <QVBoxLayout>

namespace tray {

LogWindow::LogWindow(std::unique_ptr<LogSource> source, QWidget *parent)
    : QDialog(parent)
    , m_source(std::move(source))
    , m_view(new LogView)
    , m_status(new QLabel)
{
    setWindowTitle(QStringLiteral("Server's log – AgentMonitor"));
    setWindowFlag(Qt::WindowMaximizeButtonHint);
    auto *filter = new QLineEdit;
    filter->setPlaceholderText(QStringLiteral("Show only lines with these words"));
    filter->setClearButtonEnabled(true);
    m_status->setTextFormat(Qt::PlainText);
    m_status->setTextInteractionFlags(Qt::TextSelectableByMouse);

    auto *buttons = new QDialogButtonBox(QDialogButtonBox::Close);
    QPushButton *copy = buttons->addButton(QStringLiteral("&Copy"), QDialogButtonBox::ActionRole);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::close);
    connect(copy, &QPushButton::clicked, this, [this] {
        const QString chosen = m_view->textCursor().selection().toPlainText();
        QGuiApplication::clipboard()->setText(
            chosen.isEmpty() ? m_view->shownLines().join(QLatin1Char('\n')) + QLatin1Char('\n') : chosen);
    });
    connect(filter, &QLineEdit::textChanged, m_view, &LogView::setFilter);

    auto *bottom = new QHBoxLayout;
    bottom->addWidget(m_status, 1);
    bottom->addWidget(buttons);
    auto *layout = new QVBoxLayout(this);
    layout->addWidget(filter);
    layout->addWidget(m_view, 1);
    layout->addLayout(bottom);
    resize(860, 520);
    m_view->setFocus();

    connect(m_source.get(), &LogSource::linesRead, m_view, &LogView::append);
    connect(m_source.get(), &LogSource::begunAnew, this,
        [this] { m_view->append({QStringLiteral("– the log begins anew –")}); });
    connect(m_source.get(), &LogSource::failed, this, &LogWindow::say);
    say(m_source->name());
    m_source->start();
}

LogWindow::~LogWindow() = default;

void LogWindow::say(const QString &text)
{
    m_status->setText(text);
}

} // namespace tray
