"""``commsaudit init``: a working folder."""

from __future__ import annotations

from pathlib import Path

import click

from commsaudit.cli import common, templates
from commsaudit.cli.bilingual import argument, command, option
from commsaudit.cli.context import State
from commsaudit.cli.language import SETTINGS_NAME, Text
from commsaudit.cli.starters import starter
from commsaudit.errors import StorageError, UsageError, in_chinese

_LOGS = "logs"


@command(
    "init",
    Text(
        "Make a working folder in DIR (here unless given): commsaudit.toml, waivers.toml, and logs/ with an empty template"
        " for each log. Nothing is overwritten: --force replaces the two settings files, and never a log.",
        "在文件夹（默认为当前文件夹）中建立工作环境：commsaudit.toml、waivers.toml，以及 logs/ 中每个日志的空白模板。"
        "不会覆盖已有文件；--force 只替换两个设置文件，绝不替换日志。",
    ),
    (
        "commsaudit init ours && cd ours",
        Text("Then fill in logs/, or put exports there.", "随后填写 logs/，或放入导出文件。"),
    ),
)
@argument("folder", Text("", ""), Text("DIR", "文件夹"), required=False, default=".")
@option(
    "--force",
    text=Text("Replace commsaudit.toml and waivers.toml.", "替换 commsaudit.toml 和 waivers.toml。"),
    is_flag=True,
    of_one_call=True,
)
@common.lang
@common.quiet
@click.pass_obj
def init(state: State, folder: str, force: bool) -> int:
    """Write the files."""
    from commsaudit.model.schema import logs
    from commsaudit.reports.files import write_files

    base = Path(folder)
    settings = {base / SETTINGS_NAME: starter("settings.toml"), base / "waivers.toml": starter("waivers.toml")}
    sheets = {base / _LOGS / f"{log.zh}.csv": templates.as_csv(log) for log in logs().values()}
    there = [path for path in settings if path.exists()]
    if there and not force:
        names = ", ".join(path.as_posix() for path in there)
        raise UsageError(f"{names}: there already; --force replaces it", f"{names} 已存在；如需替换请加 --force")
    _make(base / _LOGS)
    new = {path: content for path, content in (settings | sheets).items() if path in settings or not path.exists()}
    write_files([(path, [content]) for path, content in new.items()])
    state.note(
        f"{base.as_posix()}: {SETTINGS_NAME}, waivers.toml and {len(sheets)} templates in {_LOGS}/.\n"
        "Fill the templates in or replace them by exports; begin with 项目.csv (projects), or delete it: a row whose project"
        " it does not hold is rejected.\n"
        f"Then: commsaudit logs validate {_LOGS} && commsaudit audit {_LOGS} -p 2026-03",
        f"{base.as_posix()}：{SETTINGS_NAME}、waivers.toml，以及 {_LOGS}/ 中的 {len(sheets)} 个模板。\n"
        "请填写模板，或换成导出文件；先填 项目.csv，或将其删除：项目不在其中的行会被拒绝。\n"
        f"然后：commsaudit logs validate {_LOGS} && commsaudit audit {_LOGS} -p 2026-03",
    )
    return 0


def _make(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StorageError(
            f"{folder}: the folder cannot be made: {error.strerror}", f"{folder}：无法建立文件夹：{in_chinese(error)}"
        ) from error
