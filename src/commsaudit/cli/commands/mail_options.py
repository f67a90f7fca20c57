"""The options of whatever mails: server, sender, recipients and record stand under [mail] in the settings too."""

from __future__ import annotations

from typing import get_args

import click

from commsaudit.cli import completing, options
from commsaudit.cli.bilingual import option
from commsaudit.cli.common import all_of
from commsaudit.cli.language import Text
from commsaudit.model.settings import MailSecurity

_FILE, _FOLDER, _ADDRESS = Text("FILE", "文件"), Text("DIR", "文件夹"), Text("ADDRESS", "邮箱")


def _formats() -> Text:
    from commsaudit.reports.formats import FORMATS

    return Text(
        f"Attach the project's part of the result in this format: {', '.join(FORMATS)}; repeatable.",
        f"以此格式附上本项目的结果：{'、'.join(FORMATS)}；可重复。",
    )


server = all_of(
    option("--host", "mail_host", text=Text("The mail server.", "邮件服务器。"), shown=Text("HOST", "主机")),
    option(
        "--port",
        "mail_port",
        text=Text("Its port; 587, 465 or 25 unless given.", "端口；默认为 587、465 或 25。"),
        shown=Text("PORT", "端口"),
        type=options.Count(min=1, max=65_535),
    ),
    option(
        "--security",
        "mail_security",
        text=Text(
            "starttls (unless given), tls from the first byte, or none: for a relay on this machine.",
            "starttls（默认）、tls（全程加密）或 none（仅用于本机中继）。",
        ),
        type=click.Choice(get_args(MailSecurity)),
    ),
    option(
        "--user",
        "mail_user",
        text=Text(
            "Log in under this name; the password is in COMMSAUDIT_MAIL_PASSWORD unless the next two say otherwise.",
            "登录用户名；密码默认取自 COMMSAUDIT_MAIL_PASSWORD。",
        ),
        shown=Text("NAME", "用户名"),
    ),
    option(
        "--password-env",
        "mail_password_env",
        text=Text("The variable that holds the password.", "保存密码的环境变量。"),
        shown=Text("VARIABLE", "变量"),
    ),
    option(
        "--password-file",
        "mail_password_file",
        text=Text("The file whose first line is the password.", "第一行为密码的文件。"),
        shown=_FILE,
    ),
    option(
        "--timeout",
        "mail_timeout",
        text=Text("Wait so many seconds for an answer; 30 unless given.", "等待答复的秒数；默认 30。"),
        shown=Text("N", "秒数"),
        type=options.Count(min=1, max=3_600),
    ),
    option(
        "--retries",
        "mail_retries",
        text=Text(
            "Try so often again what fails for the moment; 3 unless given, after 1, 2, 4 … seconds.",
            "暂时失败时重试的次数；默认 3 次，间隔 1、2、4……秒。",
        ),
        shown=Text("N", "次数"),
        type=options.Count(min=0, max=20),
    ),
)
delivery = all_of(
    option(
        "--recipients",
        "mail_recipients",
        text=Text("Who gets which project, CSV or TOML.", "各项目的收件人，CSV 或 TOML。"),
        shown=_FILE,
    ),
    option(
        "--record",
        "mail_record",
        text=Text("The folder that keeps what was sent.", "保存发送记录的文件夹。"),
        shown=_FOLDER,
    ),
    option(
        "--dry-run",
        text=Text("Write the mails here as .eml files, and send nothing.", "把邮件写成 .eml 文件放在此处，不发送。"),
        shown=_FOLDER,
        of_one_call=True,
    ),
    option(
        "--resend-uncertain",
        text=Text(
            "Send again what may have arrived: the run or the connection ended before the server's answer.",
            "重新发送不确定是否送达的邮件（未收到服务器答复就中断）。",
        ),
        is_flag=True,
        of_one_call=True,
    ),
)
sender = all_of(
    option("--from", "mail_from", text=Text("The sender.", "发件人。"), shown=_ADDRESS),
    option("--reply-to", "mail_reply_to", text=Text("Where answers go.", "回复地址。"), shown=_ADDRESS),
)
attach = option(
    "--attach",
    "mail_attach",
    text=_formats,
    shown=Text("FORMAT", "格式"),
    multiple=True,
    shell_complete=completing.formats,
)
