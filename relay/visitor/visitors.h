#pragma once

#include "relay/visitor/visitor.h"

#include <QSet>
#include <QTimer>

namespace visitor {

//! All visitors that are there, and the clock that ends those that take too long.
class Visitors : public QObject
{
    Q_OBJECT

public:
    explicit Visitors(Services services, QObject *parent = nullptr);
    ~Visitors() override;

    void admit(QTcpSocket *socket, bool speaksTls);
    qsizetype count() const { return m_visitors.size(); }

    //! Lets requests that are being answered come to their end, idle visitors go at once; left() follows.
    void leaveSoon();

Q_SIGNALS:
    void left();

private:
    void forget(Visitor *visitor);

    Services m_services;
    QSet<Visitor *> m_visitors; //!< children of this
    QTimer m_clock; //!< runs while there are visitors
    bool m_leavesSoon = false;
};

} // namespace visitor
