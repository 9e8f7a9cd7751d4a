#pragma once

#include "core/provider/provider.h"

#include <QFile>
#include <QTemporaryDir>

//! A protocol of one word a line: `models A B` tells what can be chosen, `fail WORDS` why not, `ask` wants an
//! answer before it goes on. It writes `hello` first.
class WordProtocol : public provider::Protocol
{
public:
    QList<QByteArray> open() override { return {"hello"}; }
    QList<QByteArray> takeReplies() override { return std::exchange(m_replies, {}); }
    base::Result<QList<QByteArray>> encode(const provider::Command &) override { return QList<QByteArray>(); }
    provider::Events closed(const process::ProcessResult &) override { return {}; }

    provider::Events feed(const QByteArray &line) override
    {
        const QStringList words = QString::fromUtf8(line).split(QLatin1Char(' '));
        if (words.first() == QStringLiteral("fail"))
            return {provider::NoticeRaised{model::NoticeLevel::Error, words.mid(1).join(QLatin1Char(' '))}};
        if (words.first() == QStringLiteral("ask"))
            m_replies.append("answer");
        if (words.first() != QStringLiteral("models"))
            return {provider::NoticeRaised{model::NoticeLevel::Warning, QStringLiteral("what?")}};
        provider::ChoicesReported choices;
        for (const QString &name : words.mid(1))
            choices.models.append({name, name, {}, {QStringLiteral("high"), QStringLiteral("tiny")}});
        choices.modes.append(QStringLiteral("told"));
        return {choices};
    }

private:
    QList<QByteArray> m_replies;
};

//! A shell script that stands for a CLI, and its provider. It notes how it was started.
class ScriptedCli : public provider::Provider
{
public:
    //! What the script does without --version; it says 1.2.3 to that.
    explicit ScriptedCli(const QByteArray &talk)
    {
        write("if [ \"$1\" = --version ]; then echo 'scripted 1.2.3'; exit; fi\n" + talk);
    }

    void write(const QByteArray &script)
    {
        QFile::remove(program()); // replaced, not rewritten: a program that runs cannot be written to
        QFile file(program());
        if (!file.open(QIODevice::WriteOnly))
            qFatal("the script cannot be written");
        file.write("#!/bin/sh\necho \"$@\" >> '" + m_directory.filePath(QStringLiteral("starts")).toUtf8()
            + "'\n" + script + "\n");
        file.setPermissions(QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
    }
    QString program() const { return m_directory.filePath(QStringLiteral("cli")); }
    QString directory() const { return m_directory.filePath(QStringLiteral("inquiry")); }
    //! The arguments of each start, one line for each.
    QByteArray starts() const
    {
        QFile file(m_directory.filePath(QStringLiteral("starts")));
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    }

    //! For as long as this one lives.
    std::shared_ptr<const provider::Provider> shared() const { return {std::shared_ptr<void>(), this}; }

    QString id() const override { return QStringLiteral("scripted"); }
    QString displayName() const override { return QStringLiteral("Scripted"); }
    QStringList modes() const override { return {QStringLiteral("known")}; }
    QStringList efforts() const override { return {QStringLiteral("low"), QStringLiteral("high")}; }
    base::Result<void> check(const model::AgentConfig &) const override { return {}; }
    base::Result<process::LaunchPlan> plan(const provider::LaunchRequest &request) const override
    {
        if (!QFile::exists(program()))
            return base::failure(base::ErrorCode::NotFound, QStringLiteral("install it"));
        process::LaunchPlan plan;
        plan.program = program();
        plan.arguments = QStringList{QStringLiteral("talk")};
        plan.directory = request.config.directory;
        plan.environment = QProcessEnvironment::systemEnvironment();
        return plan;
    }
    std::unique_ptr<provider::Protocol> newProtocol(const provider::LaunchRequest &) const override
    {
        return std::make_unique<WordProtocol>();
    }
    base::Result<provider::Inquiry> inquiry(const QString &directory) const override
    {
        provider::LaunchRequest request;
        request.config.directory = directory;
        auto talk = plan(request);
        if (!talk)
            return tl::unexpected(talk.error());
        return provider::Inquiry{std::move(*talk), newProtocol(request), asksVersion};
    }
    bool canResume(const QString &) const override { return false; }
    void purgeSession(const QString &) const override { }

    bool asksVersion = true;

private:
    QTemporaryDir m_directory;
};
