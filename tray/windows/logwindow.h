#pragma once

#include "tray/log/logsource.h"

#include <QDialog>

#include <memory>

class QLabel;

namespace tray {

class LogView;

//! The server's log as it grows.
class LogWindow final : public QDialog
{
    Q_OBJECT

public:
    explicit LogWindow(std::unique_ptr<LogSource> source, QWidget *parent = nullptr);
    ~LogWindow() override;

private:
    void say(const QString &text);

    std::unique_ptr<LogSource> m_source;
    LogView *m_view;
    QLabel *m_status;
};

} // namespace tray
