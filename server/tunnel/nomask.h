#pragma once

#include <QMaskGenerator>

namespace uplink {

//! Makes a QWebSocket send its frames unmasked. Qt leaves the mask out of a frame when its key is 0.
class NoMask final : public QMaskGenerator
{
    Q_OBJECT

public:
    bool seed() override { return true; }
    quint32 nextMask() override { return 0; }
};

} // namespace uplink
