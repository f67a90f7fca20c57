"""``commsaudit logs template``: an empty log to fill in."""

from __future__ import annotations

from pathlib import Path

import click

from commsaudit.cli import common, completing, templates
from commsaudit.cli.bilingual import argument, command, option
from commsaudit.cli.commands.logs import find_log
from commsaudit.cli.language import Text
from commsaudit.errors import UsageError


@command(
    "template",
    Text(
        "Write an empty log with Chinese headers: CSV, or xlsx with lists to choose words from and notes on each column."
        " Without -o the CSV goes to standard output. An existing file is not overwritten.",
        "写出带中文表头的空白日志：CSV，或带下拉列表与列说明的 xlsx。不加 -o 时 CSV 写到标准输出。不会覆盖已有文件。",
    ),
    ("commsaudit logs template complaints -o 投诉.xlsx", Text("A workbook for complaints.", "投诉登记工作簿。")),
)
@argument("log", Text("", ""), Text("LOG", "日志"), shell_complete=completing.logs)
@option(
    "-o",
    "--output",
    text=Text("The file, .csv or .xlsx.", "文件，.csv 或 .xlsx。"),
    shown=Text("FILE", "文件"),
    of_one_call=True,
)
@common.lang
def template(log: str, output: str | None) -> int:
    """Write the template."""
    from commsaudit.reports.files import write_files, write_stdout

    found = find_log(log)
    if output is None or output == "-":
        write_stdout([templates.as_csv(found)])
        return 0
    path = Path(output)
    if path.suffix.lower() not in templates.WRITERS:
        endings = ", ".join(templates.WRITERS)
        raise UsageError(f"{output}: a template ends in {endings}", f"{output}：模板的扩展名应为 {endings}")
    if path.exists():
        raise UsageError(
            f"{output} is there already; remove it, or name another file", f"{output} 已存在；请删除或换一个文件名"
        )
    write_files([(path, [templates.WRITERS[path.suffix.lower()](found)])])
    click.echo(str(Text(f"written: {output}", f"已写出：{output}")), err=True)
    return 0
