#pragma once

#include "core/provider/event.h"

#include <QString>

//! One readable line for an Event, for golden files and failure messages. What is empty is left out, long
//! texts are clipped and tell their length.
QString eventText(const provider::Event &event);

QStringList eventTexts(const provider::Events &events);
