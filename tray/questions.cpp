#include "tray/questions.h"

#include "tray/icon/icondrawing.h"
#include "tray/model/words.h"

#include <QCheckBox>
#include <QMessageBox>
#include <QPushButton>

namespace tray::questions {

namespace {

constexpr int AboutIconSize = 64;

QMessageBox *newBox(QMessageBox::Icon icon, const QString &text, const QString &detail)
{
    auto *box = new QMessageBox(icon, QStringLiteral("AgentMonitor"), text);
    box->setTextFormat(Qt::PlainText);
    box->setInformativeText(detail);
    box->setAttribute(Qt::WA_DeleteOnClose);
    return box;
}

void open(QMessageBox *box)
{
    box->show();
    box->raise();
    box->activateWindow();
}

QString whatQuitMeans(int agentsAlive, bool stopsAgents)
{
    if (agentsAlive == 0)
        return QStringLiteral("Without the server the dashboard cannot be reached.");
    if (stopsAgents)
        return QStringLiteral("%1 when the server stops.").arg(agentsDo(agentsAlive, "ends", "end"));
    return QStringLiteral("%1 on either way, but without the server nobody can see or answer.")
        .arg(agentsDo(agentsAlive, "goes", "go"));
}

} // namespace

void askQuit(int agentsAlive, bool stopsAgents, std::function<void(QuitChoice, bool)> answered)
{
    QMessageBox *box = newBox(QMessageBox::Question, QStringLiteral("Leave the server running?"),
        whatQuitMeans(agentsAlive, stopsAgents));
    QPushButton *leave = box->addButton(QStringLiteral("&Leave running"), QMessageBox::AcceptRole);
    QPushButton *stop = box->addButton(QStringLiteral("&Stop server"), QMessageBox::DestructiveRole);
    box->addButton(QMessageBox::Cancel);
    box->setDefaultButton(leave);
    auto *remember = new QCheckBox(QStringLiteral("Do the same every time"));
    remember->setChecked(true);
    box->setCheckBox(remember);
    QObject::connect(box, &QMessageBox::buttonClicked, box,
        [leave, stop, remember, answered = std::move(answered)](QAbstractButton *button) {
            if (button == leave)
                answered(QuitChoice::LeaveRunning, remember->isChecked());
            else if (button == stop)
                answered(QuitChoice::Stop, remember->isChecked());
        });
    open(box);
}

void askStopAllAgents(int agentsAlive, std::function<void()> confirmed)
{
    QMessageBox *box = newBox(QMessageBox::Warning, QStringLiteral("Stop %1?").arg(agentsWords(agentsAlive)),
        QStringLiteral("What they are doing is broken off. They can be resumed later."));
    QPushButton *stop = box->addButton(QStringLiteral("&Stop all"), QMessageBox::DestructiveRole);
    box->setDefaultButton(box->addButton(QMessageBox::Cancel));
    QObject::connect(box, &QMessageBox::buttonClicked, box,
        [stop, confirmed = std::move(confirmed)](QAbstractButton *button) {
            if (button == stop)
                confirmed();
        });
    open(box);
}

void offerRestart(bool stopsAgents, std::function<void()> confirmed)
{
    QMessageBox *box = newBox(QMessageBox::Question, QStringLiteral("Restart the server now?"),
        QStringLiteral("The new settings hold from its next start on. ")
            + (stopsAgents ? QStringLiteral("Agents end with it.")
                           : QStringLiteral("Agents go on meanwhile.")));
    QPushButton *restart = box->addButton(QStringLiteral("&Restart now"), QMessageBox::AcceptRole);
    box->addButton(QStringLiteral("&Later"), QMessageBox::RejectRole);
    box->setDefaultButton(restart);
    QObject::connect(box, &QMessageBox::buttonClicked, box,
        [restart, confirmed = std::move(confirmed)](QAbstractButton *button) {
            if (button == restart)
                confirmed();
        });
    open(box);
}

void say(const QString &text, const QString &detail)
{
    open(newBox(QMessageBox::Information, text, detail));
}

void complain(const QString &text, const QString &detail)
{
    open(newBox(QMessageBox::Warning, text, detail));
}

void showAbout()
{
    QMessageBox *box = newBox(QMessageBox::NoIcon,
        QStringLiteral("AgentMonitor %1").arg(QStringLiteral(AGENTMONITOR_VERSION)),
        QStringLiteral("Shows what coding agents do on this machine, and lets you answer them.\n\n"
                       "Free software under the GNU General Public License, version 3 or later. Qt %1.")
            .arg(QString::fromLatin1(qVersion())));
    box->setIconPixmap(drawIcon(IconState::Connected, 0, AboutIconSize));
    box->addButton(QMessageBox::Close);
    open(box);
}

} // namespace tray::questions
