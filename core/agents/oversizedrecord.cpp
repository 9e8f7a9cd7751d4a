#include "core/agents/oversizedrecord.h"

namespace agents {

namespace {

void shorten(QString &text)
{
    if (text.size() <= MaxKeptText)
        return;
    const qsizetype left = text.size() - MaxKeptText;
    text.truncate(MaxKeptText);
    text += QStringLiteral("\n… %1 characters more were too much to keep").arg(left);
}

void shorten(QJsonObject &object)
{
    for (auto field = object.begin(); field != object.end(); ++field) {
        QString text = field.value().toString();
        if (text.size() > MaxKeptText) {
            shorten(text);
            field.value() = text;
        }
    }
}

struct Shortener
{
    void operator()(model::Prompt &) {
    } // what a person sends is refused when it is too large, never shortened
    void operator()(model::Text &text) { shorten(text.text); }
    void operator()(model::Thought &thought) { shorten(thought.text); }
    void operator()(model::ToolCall &call)
    {
        shorten(call.output);
        shorten(call.input);
        call.diff.reset(); // made of input and result
    }
    void operator()(model::Approval &approval)
    {
        shorten(approval.detail);
        // A person must not approve what cannot be seen whole: what is shown is short, and it cannot be
        // changed.
        approval.inputEditable = false;
        shorten(approval.input);
    }
    void operator()(model::Question &) { }
    void operator()(model::Notice &notice) { shorten(notice.text); }
    void operator()(model::Plan &plan)
    {
        for (model::PlanEntry &entry : plan.entries)
            shorten(entry.text);
    }

    void operator()(model::MessageChanged &changed) { std::visit(*this, changed.message.body); }
    void operator()(model::MessageAppended &appended) { shorten(appended.text); }
    void operator()(model::StateChanged &) { }
    void operator()(model::InputGiven &) { } // what a person sends, as above
    void operator()(model::UnknownLine &unknown) { shorten(unknown.line); }
};

} // namespace

void shortenTexts(QList<model::Record> &records)
{
    for (model::Record &record : records)
        std::visit(Shortener{}, record.body);
}

} // namespace agents
