"""What every command that mails does: settings and options become an outbox, and a plan becomes mails or files."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from commsaudit.cli.context import State
from commsaudit.cli.language import Text, many
from commsaudit.cli.progress import ProgressLine
from commsaudit.errors import StorageError, UsageError, in_chinese

if TYPE_CHECKING:
    from commsaudit.mailing.composing import Heads
    from commsaudit.mailing.delivering import Delivery
    from commsaudit.mailing.planning import Addressed, Plan
    from commsaudit.mailing.recipients import Recipient
    from commsaudit.mailing.transport import Account
    from commsaudit.model.settings import MailSettings

UNDELIVERED = 5
_MOST_NAMED = 10
_UNDELIVERED_OUTCOMES = ("failed", "untried", "uncertain", "uncertain_before")
_PREFIX = "mail_"


@dataclass(frozen=True, slots=True)
class Outbox:
    """How a call mails: the settings with its options, who gets what, and who sends; ``dry_run`` is a folder for files instead.

    ``beside``: standard output holds something else, and how many mails were sent is a note beside it.
    """

    settings: MailSettings
    recipients: Sequence[Recipient]
    heads: Heads
    dry_run: str | None
    resend_uncertain: bool
    beside: bool = False

    def server(self) -> tuple[Account, Path]:
        """The account, and the folder that keeps what was sent.

        Raises:
            UsageError: no host or no record is named, or the password is not where it should be.
        """
        from commsaudit.mailing.account import account_of

        account = account_of(self.settings, os.environ)
        if self.settings.record is None:
            raise UsageError(
                "where is kept what was sent? Add --record DIR, or `record` under [mail] in commsaudit.toml",
                "发送记录保存在哪里？请加 --record 文件夹，或在 commsaudit.toml 的 [mail] 中写 record",
            )
        return account, self.settings.record


def outbox_of(settings: MailSettings, said: Mapping[str, Any], *, beside: bool = False) -> Outbox:
    """The outbox of a call whose options are ``said`` (those of ``commands/mail_options.py``).

    Raises:
        UsageError: options that exclude each other, no sender, no recipients file.
        SettingsError: entries of the recipients file are wrong.
    """
    from commsaudit.mailing.addresses import mailbox_of
    from commsaudit.mailing.composing import Heads
    from commsaudit.mailing.recipients import read_recipients

    mail = _effective(settings, said)
    recipients = read_recipients(_recipients_file(mail))
    if not mail.sender:
        raise UsageError(
            "who sends the mails? Add --from ADDRESS, or `from` under [mail] in commsaudit.toml",
            "由谁发送？请加 --from 邮箱，或在 commsaudit.toml 的 [mail] 中写 from",
        )
    reply_to = mailbox_of(mail.reply_to, "reply_to") if mail.reply_to else None
    heads = Heads(mailbox_of(mail.sender, "from"), reply_to)
    return Outbox(mail, recipients, heads, said["dry_run"], said["resend_uncertain"], beside)


def post(state: State, plan: Plan, outbox: Outbox) -> int:
    """The exit code of sending ``plan``, or of writing it as files: 5 where a mail was not delivered, or may not have been.

    Raises:
        UsageError: the settings do not say how to send.
        StorageError: the record or the files cannot be kept.
    """
    if outbox.dry_run is not None:
        return _write(state, plan, Path(outbox.dry_run), outbox)
    return _send(state, plan, outbox)


def _effective(settings: MailSettings, said: Mapping[str, Any]) -> MailSettings:
    """The settings with what the options say in their place.

    Raises:
        UsageError: both options of the password are given.
    """
    given = {
        name.removeprefix(_PREFIX): value
        for name, value in said.items()
        if name.startswith(_PREFIX) and value not in (None, ())
    }
    if "from" in given:
        given["sender"] = given.pop("from")
    if "password_env" in given and "password_file" in given:
        raise UsageError(
            "--password-env and --password-file: give one of them", "--password-env 和 --password-file 只能给出一个"
        )
    if "password_env" in given:
        given["password_file"] = None
    for name in ("recipients", "record", "password_file"):
        if given.get(name):
            given[name] = Path(given[name])
    return replace(settings, **given)


def _recipients_file(mail: MailSettings) -> Path:
    if mail.recipients is None:
        raise UsageError(
            "who gets the mails? Add --recipients FILE, or `recipients` under [mail] in commsaudit.toml",
            "发给谁？请加 --recipients 文件，或在 commsaudit.toml 的 [mail] 中写 recipients",
        )
    return mail.recipients


def note_plan(state: State, plan: Plan) -> None:
    """Who gets nothing, and what fits nothing."""
    if plan.unread:
        names = _listed(state, plan.unread)
        state.say(f"projects without a recipient: {names}", f"没有收件人的项目：{names}")
    if plan.idle:
        names = _listed(state, [f"{each.pattern} <{each.address}>" for each in plan.idle])
        state.note(f"recipients of projects that are not there: {names}", f"收件人所属项目不存在：{names}")


def _listed(state: State, names: Sequence[str]) -> str:
    from commsaudit.mailing.headers import one_line

    shown = [one_line(name) for name in names[:_MOST_NAMED]] + (["…"] if len(names) > _MOST_NAMED else [])
    return ("、" if state.lang == "zh" else ", ").join(shown)


def _built(state: State, mail: Addressed) -> bytes:
    from commsaudit.mailing.addresses import Mailbox

    recipient: Recipient = mail.recipient
    to = Mailbox(recipient.address, recipient.name)
    return mail.source.maker.message(mail.project_id, to, recipient.language or state.lang)


def _write(state: State, plan: Plan, folder: Path, outbox: Outbox) -> int:
    """The mails as files."""
    from commsaudit.mailing.composing import file_stem
    from commsaudit.mailing.record import delivery_key
    from commsaudit.reports.files import write_files

    _make(folder)
    progress = ProgressLine(state)
    for done, mail in enumerate(plan.mails, 1):
        progress(mail.project_id, done, len(plan.mails))
        key = delivery_key(mail.scope, mail.project_id, mail.recipient.address)
        name = f"{file_stem(mail.source.name, mail.project_id, mail.recipient.address)}-{key[:8]}.eml"
        write_files([(folder / name, [_built(state, mail)])])
    progress.end()
    count, place = len(plan.mails), folder.as_posix()
    _conclude(
        state,
        Text(f"{place}: {many(count, 'mail')} written, none sent", f"{place}：写出 {count} 封邮件，未发送"),
        outbox,
    )
    return 0


def _conclude(state: State, said: Text, outbox: Outbox) -> None:
    if outbox.beside:
        state.note(said.en, said.zh)
    else:
        click.echo(str(said))


def _make(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StorageError(
            f"{folder}: the folder cannot be made: {error.strerror}; choose another with --dry-run",
            f"{folder}：无法建立文件夹：{in_chinese(error)}；请用 --dry-run 换一个位置",
        ) from error


def _send(state: State, plan: Plan, outbox: Outbox) -> int:
    """The mails themselves."""
    from commsaudit.mailing.delivering import Deliverer, Letter, Policy
    from commsaudit.mailing.record import DeliveryRecord
    from commsaudit.mailing.transport import Transport

    (account, record), mail = outbox.server(), outbox.settings
    _warn_of_open_file(state, mail)
    policy = Policy(outbox.heads.sender.address, mail.retries, resend_uncertain=outbox.resend_uncertain)
    letters = [
        Letter(each.scope, each.project_id, each.recipient.address, partial(_built, state, each)) for each in plan.mails
    ]
    progress, counts = ProgressLine(state), Counter[str]()
    for done, delivery in enumerate(Deliverer(DeliveryRecord(record), Transport(account), policy).deliver(letters), 1):
        progress.end()
        counts[delivery.outcome] += 1
        _tell(state, delivery)
        progress(delivery.letter.project_id, done, len(letters))
    progress.end()
    _sum_up(state, counts, outbox)
    return UNDELIVERED if any(counts[name] for name in _UNDELIVERED_OUTCOMES) else 0


def _warn_of_open_file(state: State, mail: MailSettings) -> None:
    from commsaudit.mailing.account import is_open_to_others

    if mail.user and mail.password_file and is_open_to_others(mail.password_file):
        path = mail.password_file
        state.note(
            f"{path} can be read by others on this machine; chmod 600 mends it",
            f"本机其他用户可以读取 {path}；请执行 chmod 600",
        )


def _tell(state: State, delivery: Delivery) -> None:
    """One line for each mail that was not sent."""
    from commsaudit.mailing.headers import one_line

    place = f"{one_line(delivery.letter.project_id)} → {delivery.letter.address}"
    match delivery.outcome:
        case "failed":
            state.say(f"{place}: not sent: {delivery.en}", f"{place}：未发送：{delivery.zh}")
        case "uncertain":
            state.say(
                f"{place}: uncertain: {delivery.en}; --resend-uncertain sends it again",
                f"{place}：不确定：{delivery.zh}；加 --resend-uncertain 可重新发送",
            )
        case "uncertain_before":
            state.say(
                f"{place}: uncertain from an earlier run, not sent again: ask whether it arrived, or use --resend-uncertain",
                f"{place}：此前发送结果不确定，未重新发送：请确认是否收到，或加 --resend-uncertain",
            )
        case "busy":
            state.note(f"{place}: another run is sending it", f"{place}：另一个进程正在发送")


def _sum_up(state: State, counts: Counter[str], outbox: Outbox) -> None:
    if untried := counts["untried"]:
        state.say(f"not tried after that: {untried} more", f"此后未再尝试：另有 {untried} 封")
    words = {
        "sent": Text("sent", "已发送"),
        "before": Text("sent before", "此前已发送"),
        "busy": Text("left to another run", "由另一个进程发送"),
        "uncertain": Text("uncertain", "不确定"),
        "failed": Text("not sent", "未发送"),
    }
    counts["uncertain"] += counts["uncertain_before"]
    counts["failed"] += counts["untried"]
    shown = [(text, counts[name]) for name, text in words.items() if counts[name] or name == "sent"]
    en, zh = (
        ", ".join(f"{text.en} {count}" for text, count in shown),
        "，".join(f"{text.zh} {count}" for text, count in shown),
    )
    _conclude(state, Text(en, zh), outbox)
