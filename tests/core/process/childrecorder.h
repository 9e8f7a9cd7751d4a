#pragma once

#include "scriptedplan.h"

#include "core/process/childprocess.h"

#include <QObject>

//! Notes everything that a ChildProcess says, and how it was said.
class ChildRecorder : public QObject
{
    Q_OBJECT

public:
    explicit ChildRecorder(process::ChildProcess &child)
    {
        using process::ChildProcess;
        connect(&child, &ChildProcess::started, this, [this] { ++startedCount; });
        connect(&child, &ChildProcess::linesRead, this, [this](const QList<QByteArray> &list) {
            gotEmptyList = gotEmptyList || list.isEmpty();
            saidAfterDone = saidAfterDone || doneCount > 0;
            ++slices;
            lines += list;
        });
        connect(&child, &ChildProcess::lineDropped, this, [this](qsizetype bytes) {
            saidAfterDone = saidAfterDone || doneCount > 0;
            dropped.append(bytes);
            linesBeforeDrop = lines.size();
        });
        connect(&child, &ChildProcess::done, this, [this](const process::ProcessResult &r) {
            ++doneCount;
            result = r;
        });
    }

    //! The number behind `word` in the first line that begins with it; 0 if there is none.
    qint64 number(const QByteArray &word) const
    {
        for (const QByteArray &line : lines) {
            if (line.startsWith(word + ' '))
                return line.mid(word.size() + 1).toLongLong();
        }
        return 0;
    }

    int startedCount = 0;
    int doneCount = 0;
    int slices = 0;
    qsizetype linesBeforeDrop = 0;
    bool gotEmptyList = false;
    bool saidAfterDone = false;
    QList<QByteArray> lines;
    QList<qsizetype> dropped;
    process::ProcessResult result;
};
