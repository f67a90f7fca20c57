"""Both languages: help pages of all commands, click's own words, and which language is spoken."""

from __future__ import annotations

import gettext
import re
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from commsaudit.cli import language
from commsaudit.cli.bilingual import Argument, Command, Group, Option
from commsaudit.cli.formatting import columns_of, wrapped
from commsaudit.cli.language import Text, chosen_language, speaking
from commsaudit.cli.main import root

CATALOGUE = Path(language.__file__).parent / "locale" / "zh" / "LC_MESSAGES"
CHINESE = re.compile(r"[\u4e00-\u9fff]")


def commands(group: Group = root, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], click.Command]]:
    yield path, group
    for name in group.members:
        command = group.get_command(click.Context(group), name)
        assert command is not None
        if isinstance(command, Group):
            yield from commands(command, (*path, name))
        else:
            yield (*path, name), command


ALL = list(commands())


@pytest.mark.parametrize("path", [path for path, _ in ALL], ids=" ".join)
@pytest.mark.parametrize("lang", ["en", "zh"])
def test_help_is_in_one_language_and_has_an_example(run, path, lang):
    done = run("--lang", lang, *path, "--help")
    assert done.code == 0
    assert ("示例：" if lang == "zh" else "Examples:") in done.out
    assert max(map(columns_of, done.out.splitlines())) <= 80
    prose = "\n".join(line for line in done.out.splitlines() if "commsaudit" not in line)
    if lang == "en":
        assert not CHINESE.search(prose)
    else:
        for english in ("Usage", "Options", "Commands", "Show this message", "Show the version", "default:"):
            assert english not in prose


@pytest.mark.parametrize(("path", "command"), ALL, ids=[" ".join(path) for path, _ in ALL])
def test_every_word_stands_in_both_languages(path, command):
    del path
    assert isinstance(command, Command | Group)
    texts = [command.text, *(example.does for example in command.examples)]
    for param in command.params:
        assert isinstance(param, Option | Argument)
        if isinstance(param, Option):
            texts.append(param.text() if callable(param.text) else param.text)
        texts.extend([param.shown] if param.shown else [])
    if isinstance(command, Group):
        texts.extend(member.does for member in command.members.values())
    for text in texts:
        assert isinstance(text, Text)
        assert text.en
        assert not CHINESE.search(text.en)
        assert CHINESE.search(text.zh)


def test_lang_may_stand_before_or_behind_the_command(run):
    assert "检查路径" in run("--lang", "zh", "audit", "--help").out
    assert "检查路径" in run("audit", "--help", "--lang", "zh").out
    assert "检查路径" in run("audit", "--lang=zh", "--help").out


@pytest.mark.parametrize(
    ("arguments", "environment", "settings", "spoken"),
    [
        ([], {"LANG": "zh_CN.UTF-8"}, None, "zh"),
        ([], {"LANG": "en_US.UTF-8"}, None, "en"),
        ([], {"LANG": "zh_CN.UTF-8", "LC_ALL": "C"}, None, "en"),
        ([], {"LANG": "en_US.UTF-8"}, 'lang = "zh"', "zh"),
        ([], {"COMMSAUDIT_LANG": "en"}, 'lang = "zh"', "en"),
        (["--lang", "zh"], {"COMMSAUDIT_LANG": "en"}, None, "zh"),
        (["audit", "--lang=en"], {"COMMSAUDIT_LANG": "zh"}, None, "en"),
        (["--", "--lang", "zh"], {"LANG": "en_US"}, None, "en"),
        (["--lang", "fr"], {"LANG": "zh_CN"}, None, "zh"),
        ([], {"LANG": "en_US"}, "lang = [", "en"),
    ],
)
def test_the_language_of_a_call(clean, arguments, environment, settings, spoken):
    if settings is not None:
        (clean / "commsaudit.toml").write_text(settings)
    assert chosen_language(arguments, environment) == spoken


def test_the_language_of_a_settings_file_that_is_named(clean):
    (clean / "other.toml").write_text('lang = "zh"')
    assert chosen_language(["audit", "--config", "other.toml"], {"LANG": "en_US"}) == "zh"
    assert chosen_language([], {"LANG": "en_US", "COMMSAUDIT_CONFIG": "other.toml"}) == "zh"


def _entries(text: str) -> list[dict[str, str]]:
    """The entries of a .po file, the one without a msgid aside."""
    pattern = re.compile(r'^(msgid|msgid_plural|msgstr)(?:\[0\])? "(.*)"$', re.MULTILINE)
    unescaped = text.replace("\\t", "\t").split("\n\n")
    found = [dict(pattern.findall(block)) for block in unescaped]
    return [{key: value.replace("\\n", "\n") for key, value in entry.items()} for entry in found if entry.get("msgid")]


def test_the_compiled_catalogue_is_that_of_the_source():
    entries = _entries((CATALOGUE / "commsaudit.po").read_text("utf-8"))
    with (CATALOGUE / "commsaudit.mo").open("rb") as file:
        compiled = gettext.GNUTranslations(file)
    assert len(entries) >= 25
    for entry in entries:
        en, plural, zh = entry["msgid"], entry.get("msgid_plural", ""), entry["msgstr"]
        assert zh == (compiled.ngettext(en, plural, 1) if plural else compiled.gettext(en))
        assert CHINESE.search(zh)
        assert set(re.findall(r"{(\w+)", zh)) <= set(re.findall(r"{(\w+)", en + plural))


def test_clicks_words_are_chinese_only_while_chinese_is_spoken():
    with speaking("zh"):
        assert gettext.gettext("Options") == "选项"
    with speaking("en"):
        assert gettext.gettext("Options") == "Options"
    assert gettext.gettext("Options") == "Options"


@pytest.mark.parametrize(
    ("arguments", "en", "zh"),
    [
        (["audit"], "Missing argument 'PATH...'", "缺少参数 '路径...'"),
        (["audti"], "No such command 'audti'. Did you mean 'audit'?", "没有命令“audti”。是否指“audit”？"),
        (
            ["audit", ".", "--treads", "x"],
            "No such option '--treads'. (Did you mean one of: '--reveal', '--threads'?)",
            "没有选项 '--treads'。 是否指",
        ),
        (["audit", ".", "-p"], "Option '-p' requires an argument", "选项 '-p' 需要一个值"),
        (["audit", ".", "--sample", "x"], "'x' is not a valid whole number", "'x' 不是有效的整数"),
        (["audit", ".", "--sample", "0"], "0 is not in the range x>=1", "0 不在范围 x>=1 内"),
        (["audit", ".", "--counting", "x"], "'x' is not one of 'occurrence'", "'x' 不是 'occurrence'"),
        (["logs", "show", "a", "b"], "Got unexpected extra argument (b)", "多余的参数（b）"),
        (["checks", "lst"], "Did you mean 'list'?", "是否指“list”？"),
        (["audit", ".", "--memory-limit", "3x"], "is no amount of memory", "不是内存大小"),
    ],
)
def test_wrong_usage_is_explained_in_both_languages(run, arguments, en, zh):
    for lang, said in (("en", en), ("zh", zh)):
        done = run("--lang", lang, *arguments)
        assert done.code == 2
        assert said in done.err
        assert ("Error: " if lang == "en" else "错误：") in done.err
        assert not done.out


@pytest.mark.parametrize(
    ("text", "columns", "lines"),
    [
        ("one two three", 8, ["one two", "three"]),
        ("投诉处理及关闭", 8, ["投诉处理", "及关闭"]),
        ("投诉处理，及关闭", 8, ["投诉处", "理，及关", "闭"]),
        ("写 out 投诉", 7, ["写 out", "投诉"]),
        ("词（甲乙）", 4, ["词", "（甲", "乙）"]),
        ("a\n\nb", 9, ["a", "", "b"]),
    ],
)
def test_wrapping_counts_columns_and_keeps_signs_with_their_words(text, columns, lines):
    assert list(wrapped(text, columns)) == lines
