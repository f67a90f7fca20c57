"""The options of every command: the settings file, the language, and quiet."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

import click

from commsaudit.cli.bilingual import Option, option
from commsaudit.cli.context import State
from commsaudit.cli.language import LANGUAGES, Text

_C = TypeVar("_C", bound=Callable[..., Any])


def all_of(*decorators: Callable[[_C], _C]) -> Callable[[_C], _C]:
    """One decorator that adds several options, shown in this order."""

    def decorate(command: _C) -> _C:
        for decorator in reversed(decorators):
            command = decorator(command)
        return command

    return decorate


def _load_settings(ctx: click.Context, param: click.Parameter, value: str | None) -> None:
    del param
    if ctx.resilient_parsing:
        return
    wanted = {each.name for each in ctx.command.params if isinstance(each, Option) and not each.of_one_call}
    said = ctx.ensure_object(State).load_settings(value)
    ctx.default_map = {name: each for name, each in said.items() if name in wanted}


def _be_quiet(ctx: click.Context, param: click.Parameter, value: bool) -> None:
    del param
    ctx.ensure_object(State).quiet |= bool(value)


config = option(
    "--config",
    text=Text(
        "The settings file; commsaudit.toml of this folder unless given.",
        "设置文件；默认为当前文件夹的 commsaudit.toml。",
    ),
    shown=Text("FILE", "文件"),
    is_eager=True,
    expose_value=False,
    callback=_load_settings,
)
lang = option(
    "--lang",
    text=Text("The language of everything shown.", "显示语言。"),
    type=click.Choice(LANGUAGES),
    is_eager=True,
    expose_value=False,
)
quiet = option(
    "-q",
    "--quiet",
    text=Text("No notes and no progress.", "不显示提示和进度。"),
    is_flag=True,
    expose_value=False,
    callback=_be_quiet,
)
common = all_of(config, lang, quiet)
