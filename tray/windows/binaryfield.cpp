#include "tray/windows/binaryfield.h"

#include <QFileDialog>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QVBoxLayout>

namespace tray {

namespace {

constexpr int TypingPause = 400;

} // namespace

BinaryField::BinaryField(const QString &program, QWidget *parent)
    : QWidget(parent)
    , m_path(new QLineEdit)
    , m_words(new QLabel)
    , m_check(program)
{
    m_path->setPlaceholderText(QStringLiteral("%1 in PATH").arg(program));
    m_words->setTextFormat(Qt::PlainText);
    m_words->setWordWrap(true);
    auto *browse = new QPushButton(QStringLiteral("Browse…"));
    auto *line = new QHBoxLayout;
    line->addWidget(m_path, 1);
    line->addWidget(browse);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins({});
    layout->setSpacing(2);
    layout->addLayout(line);
    layout->addWidget(m_words);
    setFocusProxy(m_path);

    m_delay.setSingleShot(true);
    m_delay.setInterval(TypingPause);
    connect(m_path, &QLineEdit::textChanged, &m_delay, qOverload<>(&QTimer::start));
    connect(&m_delay, &QTimer::timeout, this, [this] { m_check.start(value()); });
    connect(browse, &QPushButton::clicked, this, &BinaryField::browse);
    connect(&m_check, &ProgramCheck::finished, this, &BinaryField::say);
}

QString BinaryField::value() const
{
    return m_path->text().trimmed();
}

void BinaryField::setValue(const QString &path)
{
    m_path->setText(path);
    m_delay.stop();
    m_check.start(value());
}

void BinaryField::browse()
{
    const QString path = QFileDialog::getOpenFileName(this, QStringLiteral("Choose a program"), value());
    if (!path.isEmpty())
        m_path->setText(path);
}

void BinaryField::say(bool found, const QString &words)
{
    m_words->setText((found ? QStringLiteral("✓ ") : QStringLiteral("✗ ")) + words);
}

} // namespace tray
