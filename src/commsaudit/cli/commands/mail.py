"""``commsaudit mail``: scorecards by mail, each project to its recipients, none twice."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from commsaudit.cli import common, options
from commsaudit.cli.bilingual import argument, command, option
from commsaudit.cli.commands import mail_options
from commsaudit.cli.context import State
from commsaudit.cli.language import Text
from commsaudit.cli.progress import ProgressLine
from commsaudit.errors import StorageError, UsageError, in_chinese

if TYPE_CHECKING:
    from commsaudit.mailing.composing import Composer
    from commsaudit.mailing.delivering import Delivery
    from commsaudit.mailing.planning import Addressed, Plan
    from commsaudit.mailing.recipients import Recipient
    from commsaudit.model.result import AuditResult
    from commsaudit.model.settings import MailSettings
    from commsaudit.reports.interface import Report

_UNDELIVERED = 5
_FILE, _FOLDER = Text("FILE", "文件"), Text("DIR", "文件夹")
_MOST_NAMED = 10
_UNDELIVERED_OUTCOMES = ("failed", "untried", "uncertain", "uncertain_before")


@command(
    "mail",
    Text(
        "Mail the scorecards in RESULT: each project to those that the recipients file names for it, and nothing of other"
        " projects. What was sent stands in a record, so that nobody gets the same result twice, whatever is killed or runs"
        " at once. Exit code 5: something was not delivered; the result stays as it is.",
        "将结果文件中的评分卡用邮件发给收件人文件中各项目的收件人，不含其他项目的内容。已发送的记入发送记录：无论中途被终止还是同时运行，"
        "同一结果不会重复发送。退出码 5：有邮件未送达；结果文件不变。",
    ),
    (
        "commsaudit mail march.json --recipients who.csv --dry-run outbox",
        Text("Look at the mails first, as .eml files.", "先查看邮件：写成 .eml 文件。"),
    ),
    (
        "commsaudit mail march.json --record mailed --attach html",
        Text("Send them; server and recipients stand in the settings.", "发送；服务器和收件人写在设置中。"),
    ),
    (
        "commsaudit mail march.json --record mailed --resend-uncertain",
        Text("Send again what may have arrived.", "重新发送不确定是否送达的邮件。"),
    ),
)
@argument("results", Text("", ""), Text("RESULT", "结果文件"), nargs=-1, required=True)
@option(
    "--recipients",
    "mail_recipients",
    text=Text("Who gets which project, CSV or TOML.", "各项目的收件人，CSV 或 TOML。"),
    shown=_FILE,
)
@option(
    "--record",
    "mail_record",
    text=Text("The folder that keeps what was sent.", "保存发送记录的文件夹。"),
    shown=_FOLDER,
)
@option(
    "--dry-run",
    text=Text("Write the mails here as .eml files, and send nothing.", "把邮件写成 .eml 文件放在此处，不发送。"),
    shown=_FOLDER,
    of_one_call=True,
)
@option(
    "--resend-uncertain",
    text=Text(
        "Send again what may have arrived: the run or the connection ended before the server's answer.",
        "重新发送不确定是否送达的邮件（未收到服务器答复就中断）。",
    ),
    is_flag=True,
    of_one_call=True,
)
@option(
    "--project",
    text=Text("Only these projects; repeatable, a glob such as 'P0*'.", "只发这些项目；可重复，可用通配符如 'P0*'。"),
    shown=Text("ID", "项目编号"),
    multiple=True,
)
@mail_options.letter
@mail_options.server
@options.reveal
@common.common
@click.pass_obj
def mail(
    state: State,
    /,
    results: tuple[str, ...],
    dry_run: str | None,
    resend_uncertain: bool,
    project: tuple[str, ...],
    reveal: bool,
    **said: Any,
) -> int:
    """Send, or write what would be sent."""
    from commsaudit.mailing.planning import planned
    from commsaudit.mailing.recipients import read_recipients

    chosen = _effective(state.settings.mail, said)
    recipients = read_recipients(_recipients_file(chosen))
    read = _composed(state, results, chosen, reveal=reveal)
    plan = planned(read, recipients, project)
    _note(state, plan)
    if dry_run is not None:
        return _write(state, plan, Path(dry_run))
    return _send(state, plan, chosen, resend_uncertain=resend_uncertain)


def _effective(settings: MailSettings, said: dict[str, Any]) -> MailSettings:
    """The settings with what the options say in their place.

    Raises:
        UsageError: both options of the password are given.
    """
    given = {name.removeprefix("mail_"): value for name, value in said.items() if value not in (None, ())}
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


def _composed(
    state: State, names: Sequence[str], mail: MailSettings, *, reveal: bool
) -> list[tuple[AuditResult, str, Composer]]:
    """The results, each with its checksum and what makes its mails."""
    from commsaudit.audit.record import standards_of
    from commsaudit.mailing.addresses import mailbox_of
    from commsaudit.mailing.composing import Composer, Stored, attachable, stored_checksum
    from commsaudit.reports.output import format_named
    from commsaudit.scoring.decode import read_result

    if not mail.sender:
        raise UsageError(
            "who sends the mails? Add --from ADDRESS, or `from` under [mail] in commsaudit.toml",
            "由谁发送？请加 --from 邮箱，或在 commsaudit.toml 的 [mail] 中写 from",
        )
    sender = mailbox_of(mail.sender, "from")
    reply_to = mailbox_of(mail.reply_to, "reply_to") if mail.reply_to else None
    attach: list[Report] = [format_named(name) for name in dict.fromkeys(mail.attach)]
    attachable(attach, reveal=reveal)
    found = []
    for name in names:
        result = read_result(Path(name))
        stored = Stored(result, stored_checksum(Path(name)), standards_of(result, state.settings))
        found.append((result, stored.checksum, Composer(stored, sender, reply_to, attach, reveal=reveal)))
    return found


def _note(state: State, plan: Plan) -> None:
    """Who gets nothing, and what fits nothing."""
    if plan.unread:
        names = _listed(state, plan.unread)
        state.say(f"projects without a recipient: {names}", f"没有收件人的项目：{names}")
    if plan.idle:
        names = _listed(state, [f"{each.pattern} <{each.address}>" for each in plan.idle])
        state.note(f"recipients of projects that are not in the result: {names}", f"收件人所属项目不在结果中：{names}")


def _listed(state: State, names: Sequence[str]) -> str:
    from commsaudit.mailing.headers import one_line

    shown = [one_line(name) for name in names[:_MOST_NAMED]] + (["…"] if len(names) > _MOST_NAMED else [])
    return ("、" if state.lang == "zh" else ", ").join(shown)


def _built(state: State, mail: Addressed) -> bytes:
    from commsaudit.mailing.addresses import Mailbox

    recipient: Recipient = mail.recipient
    to = Mailbox(recipient.address, recipient.name)
    return mail.composer.message(mail.project_id, to, recipient.language or state.lang)


def _write(state: State, plan: Plan, folder: Path) -> int:
    """The mails as files."""
    from commsaudit.mailing.composing import file_stem
    from commsaudit.mailing.record import delivery_key
    from commsaudit.reports.files import write_files

    _make(folder)
    progress = ProgressLine(state)
    for done, mail in enumerate(plan.mails, 1):
        progress(mail.project_id, done, len(plan.mails))
        key = delivery_key(mail.checksum, mail.project_id, mail.recipient.address)
        name = f"{file_stem(mail.period, mail.project_id, mail.recipient.address)}-{key[:8]}.eml"
        write_files([(folder / name, [_built(state, mail)])])
    progress.end()
    count, place = len(plan.mails), folder.as_posix()
    click.echo(str(Text(f"{place}: {count} mails written, none sent", f"{place}：写出 {count} 封邮件，未发送")))
    return 0


def _make(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StorageError(
            f"{folder}: the folder cannot be made: {error.strerror}; choose another with --dry-run",
            f"{folder}：无法建立文件夹：{in_chinese(error)}；请用 --dry-run 换一个位置",
        ) from error


def _send(state: State, plan: Plan, mail: MailSettings, *, resend_uncertain: bool) -> int:
    """The mails themselves; 5 where one was not delivered, or may not have been."""
    from commsaudit.mailing.account import account_of
    from commsaudit.mailing.addresses import mailbox_of
    from commsaudit.mailing.delivering import Deliverer, Letter, Policy
    from commsaudit.mailing.record import DeliveryRecord
    from commsaudit.mailing.transport import Transport

    account = account_of(mail, os.environ)
    if mail.record is None:
        raise UsageError(
            "where is kept what was sent? Add --record DIR, or `record` under [mail] in commsaudit.toml",
            "发送记录保存在哪里？请加 --record 文件夹，或在 commsaudit.toml 的 [mail] 中写 record",
        )
    _warn_of_open_file(state, mail)
    policy = Policy(mailbox_of(mail.sender, "from").address, mail.retries, resend_uncertain=resend_uncertain)
    letters = [
        Letter(each.checksum, each.project_id, each.recipient.address, partial(_built, state, each))
        for each in plan.mails
    ]
    progress, counts = ProgressLine(state), Counter[str]()
    for done, delivery in enumerate(
        Deliverer(DeliveryRecord(mail.record), Transport(account), policy).deliver(letters), 1
    ):
        progress.end()
        counts[delivery.outcome] += 1
        _tell(state, delivery)
        progress(delivery.letter.project_id, done, len(letters))
    progress.end()
    _sum_up(state, counts)
    return _UNDELIVERED if any(counts[name] for name in _UNDELIVERED_OUTCOMES) else 0


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


def _sum_up(state: State, counts: Counter[str]) -> None:
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
    shown = [f"{text} {counts[name]}" for name, text in words.items() if counts[name] or name == "sent"]
    click.echo(str(Text(", ", "，")).join(shown))
