"""A proposal for the table ``[logs.<name>]`` of an export that was not made for commsaudit."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from commsaudit.logs.discover import natural_key
from commsaudit.logs.headers import fold
from commsaudit.logs.preview import date_forms, read_sample
from commsaudit.model.schema import Column, Log, enumerations, logs

__all__ = ["Suggestion", "natural_key", "read_sample", "suggest"]

_LIKE_ENOUGH = 0.6
# What is longer is a row taken for a header; comparing all of it with all our names would take minutes.
_LONGEST = 40
# Below this, English words that look alike mean different things (agency, urgency).
_SPELT_ALIKE = 0.8
_WORDS = re.compile(r"[^a-z0-9]+")
_YEAR_FIRST = re.compile(r"\s*(?:\d{4}\s*[-/.年]\s*\d{1,2}|\d{8}(?!\d))")
_DATE_LIKE = re.compile(r"\s*(?:\d{1,2}[-/. ](?:\d{1,2}|[A-Za-z]{3,9})[-/. ]\d{2,4}|[A-Za-z]{3,9} \d{1,2}, \d{4})\b")
_NUMBER = re.compile(r"\s*[-+]?[¥￥]?\s*\d[\d,]*(\.\d+)?\s*")
_FLAGS = frozenset(["是", "否", "有", "无", "true", "false", "yes", "no", "y", "n", "1", "0", "√", "×"])
_MOMENTS = frozenset({"date", "time", "until"})
_NUMBERS = frozenset({"int", "money", "number"})
# A moment by which something shall be done: never the one at which it was.
_DEADLINE = re.compile(
    r"承诺|要求|期限|时限|截止|到期|预计|预期|计划(?:完成|办结)|预约回复|(?<![响回反供对适])应(?![急用付收])"
)
_DEADLINE_WORDS = frozenset(["deadline", "due", "target", "sla", "promised", "expected", "duedate", "targetdate"])
_REPLY = re.compile(r"回复|答复|回应|响应|reply|response|respond")
_HINT = 0.75
_ID = re.compile(r"(^|[_ ])(id|key|no|number|code)$|编号|单号|工号|号$|流水")
# What other systems call some columns.
_CALLED = {
    "project_id": "project site community 项目 小区 社区 管理处",
    "received_at": "created opened open received submitted 创建 提交 受理 留言时间 来电 登记",
    "reported_at": "created opened open reported submitted 创建 报修 提交",
    "closed_at": "closed resolved finished 办结 结案 完成 关闭 办结时间 办结日期 实际办结时间",
    "completed_at": "closed completed resolved finished 办结 完成 办结时间 办结日期 实际办结时间 实际完成时间",
    "responded_at": "replied responded answered response 答复时间 回复时间 响应",
    "result": "resolution outcome 答复意见 处理意见 结果",
    "summary": "subject description title details 主题 标题 内容 详情",
    "channel": "source channel 渠道 来源",
    "household_id": "household unit resident apartment 房号 业户",
    "complainant_name": "customer complainant 姓名 用户",
    "handler_id": "assignee handler assigned owner 经办 处理人",
    "kind": "type category 类型 类别",
}


@dataclass(frozen=True, slots=True)
class Suggestion:
    """What ``toml`` proposes: our column -> their header, formats by column, and words that are none of ours.

    ``constants`` are needed columns for which nothing was found; ``toml`` names them in comments, to be filled in.
    ``unused`` are the headers that are mapped to nothing.
    """

    log: str
    columns: Mapping[str, str]
    formats: Mapping[str, tuple[str, ...]]
    constants: tuple[str, ...]
    words: Mapping[str, tuple[str, ...]]
    unused: tuple[str, ...]
    toml: str


def suggest(
    log: Log | None,
    header: Sequence[str],
    sample_rows: Sequence[Sequence[str]],
    is_private: Callable[[str], bool] = lambda _: False,
) -> Suggestion | None:
    """A mapping for an export with this header; without a ``log``, for the one that it is most like.

    Words and dates of the samples that are ``is_private`` are not in its text.

    None where no log fits: what tells its records apart, or when they happened, is not among the headers.
    """
    samples = [[row[at].strip() for row in sample_rows if row[at].strip()] for at in range(len(header))]
    matched = {candidate.name: _match(candidate, header, samples) for candidate in ([log] if log else logs().values())}
    fitting = [name for name, found in matched.items() if _serves(logs()[name], found, certain=log is not None)]
    if not fitting:
        return None
    best = max(fitting, key=lambda name: _worth(logs()[name], matched[name]))
    told = [[value for value in values if not is_private(value)] for values in samples]
    return _propose(logs()[best], header, told, {name: at for name, (at, _) in matched[best].items()})


def _serves(log: Log, found: Mapping[str, tuple[int, float]], *, certain: bool) -> bool:
    """Whether the ids and the needed moments of ``log`` are all found; unless ``certain`` of the log, not by hints only."""
    needed = {column.name for column in log.columns if column.required and column.type in _MOMENTS | {"id"}}
    needed |= {name for name in log.record_key if log.column(name).type == "id"}
    if log.record_key != ("project_id",):
        needed.discard("project_id")
    if not needed <= found.keys():
        return False
    strong = all(found[name][1] > _LIKE_ENOUGH for name in log.record_key if name in found)
    return certain or strong or len(found.keys() - {"project_id"}) >= 3


def _match(log: Log, header: Sequence[str], samples: Sequence[Sequence[str]]) -> dict[str, tuple[int, float]]:
    """Our columns -> the place and likeness of the header that each is most like, no header twice."""
    likeness = [
        (_likeness(column, name[:_LONGEST], samples[at]), -at, -order)
        for order, column in enumerate(log.columns)
        for at, name in enumerate(header)
        if name
    ]
    found: dict[str, tuple[int, float]] = {}
    taken: set[int] = set()
    for like, at, order in sorted(likeness, reverse=True):
        column = log.columns[-order]
        if like >= _LIKE_ENOUGH and column.name not in found and -at not in taken:
            found[column.name] = (-at, like)
            taken.add(-at)
    if log.record_key[-1] not in found:
        ids = [at for at, name in enumerate(header) if at not in taken and _identifies(name, samples[at])]
        if ids:
            found[log.record_key[-1]] = (ids[0], _LIKE_ENOUGH)
    return found


def _likeness(column: Column, name: str, values: Sequence[str]) -> float:
    """How much a column of theirs is like one of ours: 1 by its name, less where it hints at it."""
    theirs = fold(name)
    words = _words(name)
    best = 0.0
    for ours in map(fold, (column.name, *column.headers)):
        if ours == theirs:
            return 1.0
        ratio = SequenceMatcher(None, ours, theirs).ratio()
        if _holds(theirs, words, ours) or _holds(ours, set(_WORDS.split(ours)), theirs):
            best = max(best, 0.7 + 0.25 * min(len(ours), len(theirs)) / max(len(ours), len(theirs)))
        if ratio >= _SPELT_ALIKE:
            best = max(best, 0.9 * ratio)
    if column.type in _MOMENTS and not _agree(column, name):
        return 0.0
    called = [word for word in _CALLED.get(column.name, "").split() if _holds(theirs, words, word)]
    if called:
        longest = max(map(len, called))
        best = max(best, _HINT + 0.1 * longest / max(len(theirs), longest) + 0.005 * longest)
    if column.type == "until":
        best = max(best, _HINT)
    return best if values and _fits(column, values) else 0.4 * best


def _words(name: str) -> set[str]:
    return set(_WORDS.split(re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name).casefold()))


def _agree(column: Column, name: str) -> bool:
    """Whether both are deadlines or neither is; a promised reply is no promised end."""
    theirs = _is_deadline(name)
    if column.type == "until":
        return theirs and (column.name.startswith("reply") or not _REPLY.search(name.casefold()))
    ends = column.name.endswith(("expires_on", "ends_on"))
    return not theirs or ends or any(map(_is_deadline, (column.name, *column.headers)))


def _is_deadline(name: str) -> bool:
    return bool(_DEADLINE.search(name)) or not _DEADLINE_WORDS.isdisjoint(_words(name))


def _holds(text: str, words: Collection[str], part: str) -> bool:
    """Whether ``part`` stands in ``text``: as a whole word, or anywhere where Chinese is written."""
    if part.isascii():
        return part in words
    return len(part) >= 2 and part in text


def _fits(column: Column, values: Sequence[str]) -> bool:
    """Whether most of the values could be of the column's type."""
    if column.type in _MOMENTS:
        return _most(values, _is_moment)
    if column.type in _NUMBERS:
        return _most(values, lambda value: bool(_NUMBER.fullmatch(value)))
    if column.type == "bool":
        return _most(values, lambda value: value.casefold() in _FLAGS)
    if column.enum:
        unknown = _unknown(column, values)
        return enumerations()[column.enum].has_other or _most(values, lambda value: value not in unknown)
    return not values or not _most(values, _is_moment)


def _is_moment(value: str) -> bool:
    return bool(_YEAR_FIRST.match(value) or _DATE_LIKE.match(value))


def _most(values: Sequence[str], test: Callable[[str], bool]) -> bool:
    return sum(map(test, values)) >= 0.8 * len(values)


def _identifies(name: str, values: Sequence[str]) -> bool:
    return bool(_ID.search(name.casefold())) and len(values) > 0 and len(set(values)) == len(values)


def _worth(log: Log, matched: Mapping[str, tuple[int, float]]) -> float:
    """How well an export answers to a log: what is needed weighs more, and tells against it where missing."""
    total = sum(like for _, like in matched.values())
    for column in log.columns:
        if column.required and column.name != "project_id":
            total += matched[column.name][1] if column.name in matched else -1.5
    return total


def _propose(log: Log, header: Sequence[str], samples: Sequence[Sequence[str]], found: Mapping[str, int]) -> Suggestion:
    columns = {column.name: header[found[column.name]] for column in log.columns if column.name in found}
    formats: dict[str, tuple[str, ...]] = {}
    examples: dict[str, str] = {}
    words: dict[str, tuple[str, ...]] = {}
    for column in log.columns:
        values = samples[found[column.name]] if column.name in found else []
        foreign = [value for value in values if not _YEAR_FIRST.match(value)]
        if column.type in _MOMENTS and foreign:
            forms = tuple(date_forms(foreign))
            if forms or len(foreign) * 2 > len(values):  # else it is one bad date among good ones
                formats[column.name] = forms
                examples[column.name] = foreign[0]
        if column.enum and (unknown := _unknown(column, values)):
            words[column.name] = tuple(word for word, _ in unknown.most_common(20))
    constants = tuple(column.name for column in log.columns if column.required and column.name not in found)
    used = set(found.values())
    unused = tuple(name for at, name in enumerate(header) if name and at not in used)
    dates = [_format(name, forms, examples[name]) for name, forms in formats.items()]
    lines = _mapped(log, columns, unused, dates) + _to_fill_in(log, constants, words)
    return Suggestion(log.name, columns, formats, constants, words, unused, "\n".join(lines) + "\n")


def _unknown(column: Column, values: Sequence[str]) -> Counter[str]:
    """The words that the column's enumeration does not know, and how often each is said."""
    known = {fold(spelling) for spelling in enumerations()[column.enum or ""].spellings()}
    parting = "[;；,，、|]" if column.type == "list" else "$"
    parts = [part for value in values for part in re.split(parting, value)]
    return Counter(part.strip() for part in parts if part.strip() and fold(part) not in known)


def _mapped(log: Log, columns: Mapping[str, str], unused: Sequence[str], dates: Sequence[str]) -> list[str]:
    """The lines of what was found; what their own names tell needs none."""
    names = {column.name: {fold(name) for name in (column.name, *column.headers)} for column in log.columns}
    lines = [f"# {log.name} ({log.zh})"]
    if unused:
        lines.append("# 未使用 / not used: " + ", ".join(" ".join(name.split()) for name in unused))
    lines.append(f"[logs.{log.name}.columns]")
    lines += [f"{name} = {_quoted(header)}" for name, header in columns.items() if fold(header) not in names[name]]
    return [*lines, "", f"[logs.{log.name}.formats]", *dates] if dates else lines


def _to_fill_in(log: Log, constants: Sequence[str], words: Mapping[str, tuple[str, ...]]) -> list[str]:
    """The lines of what nobody can tell: comments, since an empty value would reject every row."""
    lines = []
    if constants:
        lines += [
            "",
            f"[logs.{log.name}.constants]",
            "# 请填写每一行共同的值，并去掉 # / fill in the value of every row, and take away the #",
        ]
    for name in constants:
        ours = ", ".join(enumerations()[log.column(name).enum or ""].words) if log.column(name).enum else ""
        lines.append(f'# {name} = "…"' + f"  # {ours}" * bool(ours))
    for name, unknown in words.items():
        ours = ", ".join(enumerations()[log.column(name).enum or ""].words)
        lines += ["", f"# 未知的词，请对应到 / unknown words, to be mapped to: {ours}"]
        lines += [f"# [logs.{log.name}.words.{name}]", *(f'# {_quoted(word)} = ""' for word in unknown)]
    return lines


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


def _format(name: str, forms: Sequence[str], example: str) -> str:
    if len(forms) == 1:
        return f"{name} = [{_quoted(forms[0])}]"
    if not forms:
        return f"# {name}: 无法识别的日期格式，例如 / dates in a form that is not known, such as {_quoted(example)}"
    return f"# {name} = [{_quoted(forms[0])}]  # 或 / or: {', '.join(map(_quoted, forms[1:]))}"
