#include "server/socketio/attachments.h"

#include <algorithm>
#include <cmath>

namespace socketio {

namespace {

const QString PlaceholderKey = QStringLiteral("_placeholder");
const QString NumberKey = QStringLiteral("num");

bool isPlaceholder(const QJsonObject &object)
{
    return object.value(PlaceholderKey) == QJsonValue(true);
}

//! The attachment that a placeholder names; nullopt if there are not so many.
std::optional<int> attachmentIndex(const QJsonObject &placeholder, qsizetype count)
{
    const QJsonValue number = placeholder.value(NumberKey);
    const double index = number.toDouble(-1);
    if (index < 0 || index >= static_cast<double>(count) || std::trunc(index) != index)
        return std::nullopt;
    return static_cast<int>(index);
}

class Renumbering
{
public:
    explicit Renumbering(const QList<QByteArray> &source)
        : m_source(source)
    {
    }

    QJsonValue operator()(const QJsonValue &value)
    {
        if (value.isArray())
            return array(value.toArray());
        if (value.isObject())
            return object(value.toObject());
        return value;
    }

    QJsonArray array(const QJsonArray &source)
    {
        QJsonArray result;
        for (const QJsonValue item : source) // NOLINT(performance-for-range-copy): a proxy converts
            result.append((*this)(item));
        return result;
    }

    const QList<QByteArray> &attachments() const { return m_result; }

private:
    QJsonValue object(const QJsonObject &source)
    {
        if (isPlaceholder(source)) {
            const std::optional<int> index = attachmentIndex(source, m_source.size());
            if (!index)
                return QJsonValue::Null;
            m_result.append(m_source.at(*index));
            return QJsonObject{{PlaceholderKey, true}, {NumberKey, m_result.size() - 1}};
        }
        QJsonObject result;
        for (auto it = source.begin(); it != source.end(); ++it)
            result.insert(it.key(), (*this)(it.value()));
        return result;
    }

    const QList<QByteArray> &m_source;
    QList<QByteArray> m_result;
};

} // namespace

bool placeholdersFit(const QJsonValue &value, int count)
{
    const auto fits = [count](const QJsonValue &item) {
        return placeholdersFit(item, count);
    };
    if (value.isArray()) {
        const QJsonArray array = value.toArray();
        return std::all_of(array.begin(), array.end(), fits);
    }
    if (!value.isObject())
        return true;
    const QJsonObject object = value.toObject();
    if (isPlaceholder(object))
        return attachmentIndex(object, count).has_value();
    return std::all_of(object.begin(), object.end(), fits);
}

Arguments renumbered(const Arguments &arguments)
{
    Renumbering renumbering(arguments.attachments);
    Arguments result(renumbering.array(arguments.values));
    result.attachments = renumbering.attachments();
    return result;
}

} // namespace socketio
