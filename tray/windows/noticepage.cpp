#include "tray/windows/noticepage.h"

#include <QCheckBox>
#include <QComboBox>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QTimeEdit>
#include <QVBoxLayout>

namespace tray {

namespace {

QTimeEdit *newTimeEdit()
{
    auto *edit = new QTimeEdit;
    edit->setDisplayFormat(QStringLiteral("HH:mm"));
    return edit;
}

} // namespace

NoticePage::NoticePage(QWidget *parent)
    : QWidget(parent)
    , m_waits(new QCheckBox(QStringLiteral("An agent &waits for you")))
    , m_fails(new QCheckBox(QStringLiteral("An agent &fails")))
    , m_finishes(new QCheckBox(QStringLiteral("An agent has fi&nished")))
    , m_tunnel(new QCheckBox(QStringLiteral("The t&unnel is down for more than 30 seconds, or back")))
    , m_quiet(new QCheckBox(QStringLiteral("&Quiet from")))
    , m_from(newTimeEdit())
    , m_to(newTimeEdit())
    , m_quit(new QComboBox)
{
    auto *checks = new QVBoxLayout;
    for (QCheckBox *check : {m_waits, m_fails, m_finishes, m_tunnel})
        checks->addWidget(check);
    auto *quietLine = new QHBoxLayout;
    quietLine->addWidget(m_quiet);
    quietLine->addWidget(m_from);
    quietLine->addWidget(new QLabel(QStringLiteral("to")));
    quietLine->addWidget(m_to);
    quietLine->addStretch();
    checks->addSpacing(6);
    checks->addLayout(quietLine);
    m_quit->addItem(QStringLiteral("Ask"), QVariant::fromValue(int(QuitChoice::Ask)));
    m_quit->addItem(
        QStringLiteral("Leave the server running"), QVariant::fromValue(int(QuitChoice::LeaveRunning)));
    m_quit->addItem(QStringLiteral("Stop the server"), QVariant::fromValue(int(QuitChoice::Stop)));
    m_quit->setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);

    auto *form = new QFormLayout(this);
    form->addRow(QStringLiteral("Tell me when:"), checks);
    form->addItem(new QSpacerItem(0, 8));
    form->addRow(QStringLiteral("When I &quit the tray:"), m_quit);
    for (QTimeEdit *edit : {m_from, m_to})
        connect(m_quiet, &QCheckBox::toggled, edit, &QWidget::setEnabled);
}

void NoticePage::show(const TraySettings &settings)
{
    const NoticeSettings &notices = settings.notices;
    m_waits->setChecked(notices.waits);
    m_fails->setChecked(notices.fails);
    m_finishes->setChecked(notices.finishes);
    m_tunnel->setChecked(notices.tunnel);
    m_quiet->setChecked(notices.quietHours.enabled);
    m_from->setTime(notices.quietHours.from);
    m_to->setTime(notices.quietHours.to);
    m_from->setEnabled(notices.quietHours.enabled);
    m_to->setEnabled(notices.quietHours.enabled);
    m_quit->setCurrentIndex(m_quit->findData(int(settings.quit)));
}

TraySettings NoticePage::settings() const
{
    TraySettings settings;
    settings.quit = static_cast<QuitChoice>(m_quit->currentData().toInt());
    settings.notices = {m_waits->isChecked(), m_fails->isChecked(), m_finishes->isChecked(),
        m_tunnel->isChecked(), {m_quiet->isChecked(), m_from->time(), m_to->time()}};
    return settings;
}

} // namespace tray
