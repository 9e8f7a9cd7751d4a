#pragma once

#include "tray/settings/programcheck.h"

#include <QWidget>

class QLabel;
class QLineEdit;

namespace tray {

//! The path of a CLI, and whether it is one.
class BinaryField final : public QWidget
{
    Q_OBJECT

public:
    explicit BinaryField(const QString &program, QWidget *parent = nullptr);

    QString value() const;
    void setValue(const QString &path);

private:
    void browse();
    void say(bool found, const QString &words);

    QLineEdit *m_path;
    QLabel *m_words;
    ProgramCheck m_check;
    QTimer m_delay; //!< until nothing was typed for a moment
};

} // namespace tray
