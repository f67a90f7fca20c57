"""``commsaudit mail``: scorecards by mail, each project to its recipients, none twice."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from commsaudit.cli import common, options
from commsaudit.cli.bilingual import argument, command
from commsaudit.cli.commands import mail_options
from commsaudit.cli.context import State
from commsaudit.cli.language import Text
from commsaudit.cli.sending import Outbox, note_plan, outbox_of, post

if TYPE_CHECKING:
    from commsaudit.mailing.planning import Source
    from commsaudit.reports.interface import Report


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
@mail_options.delivery
@options.projects()
@mail_options.sender
@mail_options.attach
@mail_options.server
@options.reveal
@common.common
@click.pass_obj
def mail(state: State, /, results: tuple[str, ...], project: tuple[str, ...], reveal: bool, **said: Any) -> int:
    """Send, or write what would be sent."""
    from commsaudit.mailing.planning import planned

    outbox = outbox_of(state.settings.mail, said)
    plan = planned(_sources(state, results, outbox, reveal=reveal), outbox.recipients, project)
    note_plan(state, plan)
    return post(state, plan, outbox)


def _sources(state: State, names: Sequence[str], outbox: Outbox, *, reveal: bool) -> list[Source]:
    """The results, each with its checksum and what makes its mails."""
    from commsaudit.audit.record import standards_of
    from commsaudit.mailing.composing import Composer, Stored, attachable
    from commsaudit.mailing.planning import Source
    from commsaudit.reports.output import format_named
    from commsaudit.scoring.decode import parse_result
    from commsaudit.scoring.sealed import read_bytes, stated_checksum

    attach: list[Report] = [format_named(name) for name in dict.fromkeys(outbox.settings.attach)]
    attachable(attach, reveal=reveal)
    heads, found = outbox.heads, []
    for name in names:
        data = read_bytes(Path(name))
        result = parse_result(data, name)
        stored = Stored(result, stated_checksum(data), standards_of(result, state.settings))
        composer = Composer(stored, heads.sender, heads.reply_to, attach, reveal=reveal)
        scopes = {project.project_id: stored.checksum for project in result.projects}
        found.append(Source(composer, result.period.label, scopes))
    return found
