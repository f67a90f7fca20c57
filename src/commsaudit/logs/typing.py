"""The SQL that gives raw text its types: one expression per column, the same for every file and engine.

Source: logs.toml (types, marks, enumerations) and product.md, "Exports that were not made for it". Every
expression is quick for values in their plainest form and careful, by a CASE that leaves the rest alone, for all
others. A value that cannot be read gives NULL beside a text that is not blank: that is how a reject is seen.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from commsaudit.model.options import LogOptions
from commsaudit.model.schema import Column, Enumeration, enumerations

TYPES = {
    "id": "VARCHAR",
    "text": "VARCHAR",
    "bool": "BOOLEAN",
    "int": "BIGINT",
    "money": "DECIMAL(18, 2)",
    "number": "DECIMAL(18, 6)",
    "date": "DATE",
    "time": "TIMESTAMP",
    "until": "TIMESTAMP",
    "period": "VARCHAR",
    "enum": "VARCHAR",
    "list": "VARCHAR[]",
}
_TRUE = ("是", "有", "true", "yes", "y", "1", "√")
_FALSE = ("否", "无", "false", "no", "n", "0", "×")
# The plainest forms, by what stands behind the year: read by strptime, far quicker than by a pattern.
_PLAIN_TIMES = {
    "-": ("%Y-%m-%d %H:%M:%S", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M", "%Y-%m-%d", "%Y-%m-%d %H:%M:%S.%f"),
    "/": ("%Y/%m/%d %H:%M", "%Y/%m/%d %H:%M:%S", "%Y/%m/%d"),
    ".": ("%Y.%m.%d", "%Y.%m.%d %H:%M", "%Y.%m.%d %H:%M:%S"),
    "年": ("%Y年%m月%d日", "%Y年%m月%d日%H时%M分", "%Y年%m月%d日 %H:%M", "%Y年%m月%d日 %H:%M:%S"),
}
PLAIN_MARKS = frozenset(_PLAIN_TIMES)
_FULL_WIDTH = "".join(chr(0xFF01 + offset) for offset in range(94)) + "　"
_HALF_WIDTH = "".join(chr(0x21 + offset) for offset in range(94)) + " "
_SPACES = (" ", "\t", "\n", "\r", "　", "\u00a0", "\ufeff")


def literal(value: str) -> str:
    """``value`` as a SQL string."""
    return "'" + value.replace("'", "''") + "'"


def array(values: Sequence[str]) -> str:
    """``values`` as a SQL list of strings."""
    return "[" + ", ".join(literal(value) for value in values) + "]"


def _chars(text: str) -> str:
    return literal(text)


def trimmed(raw: str) -> str:
    """``raw`` without the spaces, tabs and newlines around it; NULL where nothing is left."""
    spaces = _chars("".join(_SPACES))
    ends = " OR ".join(f"ends_with({raw}, {_chars(space)})" for space in _SPACES)
    wide = " OR ".join(f"starts_with({raw}, {_chars(space)})" for space in _SPACES[4:])
    return f"CASE WHEN {raw} < '!' OR {ends} OR {wide} THEN nullif(trim({raw}, {spaces}), '') ELSE {raw} END"


def narrowed(raw: str) -> str:
    """``raw`` trimmed, its full-width digits, letters and signs narrowed; NULL where blank."""
    spaces = _chars("".join(_SPACES))
    narrow = f"nullif(trim(translate({raw}, {_chars(_FULL_WIDTH)}, {_chars(_HALF_WIDTH)}), {spaces}), '')"
    return f"CASE WHEN strlen({raw}) = length({raw}) THEN {trimmed(raw)} ELSE {narrow} END"


def _let(name: str, value: str, expression: str) -> str:
    """``expression`` in terms of ``name``: its text stands once, however often it is used."""
    return f"list_transform([{value}], lambda {name}: {expression})[1]"


def _folded(spellings: Mapping[str, str]) -> dict[str, str]:
    folded: dict[str, str] = {}
    for spelling, word in spellings.items():
        folded.setdefault(spelling.casefold(), word)
    return folded


def _word(said: str, spellings: Mapping[str, str]) -> str:
    """The word that a spelling means; NULL for any other text."""
    return f"word_of({said}, {array(list(spellings))}, {array(list(spellings.values()))})"


def _enum(raw: str, enumeration: Enumeration, words: Mapping[str, str]) -> str:
    unknown = "'other'" if enumeration.has_other else "NULL"
    spellings = _folded({**enumeration.spellings(), **words})
    return _let(
        "said",
        f"lower({narrowed(raw)})",
        f"CASE WHEN said IS NOT NULL THEN coalesce({_word('said', spellings)}, {unknown}) END",
    )


def _list(text: str, spellings: Mapping[str, str], separators: str, unknown: str) -> str:
    parts = (
        f"list_filter(list_transform(string_split_regex({text}, '[{separators}]'), lambda part: trim(part)),"
        " lambda part: part <> '')"
    )
    meant = f"list_transform({parts}, lambda part: coalesce({_word('part', spellings)}, {unknown}))"
    whole = "CASE WHEN len(found) > 0 AND len(list_filter(found, lambda word: word IS NULL)) = 0 THEN found END"
    return f"CASE WHEN {text} IS NOT NULL THEN {_let('found', meant, whole)} END"


def _bool(raw: str, words: Mapping[str, str]) -> str:
    return _let("said", f"lower({narrowed(raw)})", _bool_words("said", words))


def _bool_words(said: str, words: Mapping[str, str]) -> str:
    spellings = dict.fromkeys(_TRUE, "true") | dict.fromkeys(_FALSE, "false")
    spellings |= {theirs.casefold(): ours for theirs, ours in words.items()}
    return f"CAST({_word(said, spellings)} AS BOOLEAN)"


def _number(raw: str, kind: str) -> str:
    pattern = {
        "int": r"[+-]?(\d+|\d{1,3}(,\d{3})+)(\.0*)?",
        "money": r"[+-]?(\d+|\d{1,3}(,\d{3})+)(\.\d{0,2}0*)?",
        "number": r"[+-]?(\d+|\d{1,3}(,\d{3})+)?(\.\d*)?",
    }[kind]
    text = f"replace({narrowed(raw)}, ',', '')"
    whole = f"regexp_replace({text}, '\\.0*$', '')" if kind == "int" else text
    return (
        f"CASE WHEN {raw} IS NULL THEN NULL WHEN regexp_full_match({narrowed(raw)}, '{pattern}')"
        f" THEN try_cast({whole} AS {TYPES[kind]}) END"
    )


def _moment(raw: str, formats: Sequence[str], zone: str | None, company_zone: str) -> str:
    """A local timestamp: by the given formats alone, or by every usual year-first form."""
    foreign = zone is not None and zone != company_zone
    zones = f"{literal(zone or company_zone)}, {literal(company_zone)}"
    if formats:
        parsed = f"try_strptime({narrowed(raw)}, {array(formats)})"
        if any("%z" in form or "%Z" in form for form in formats):
            parsed = f"timezone({literal(company_zone)}, {parsed})"
        elif foreign:
            parsed = f"localised({parsed}, {zones})"
        return f"CASE WHEN {raw} IS NOT NULL THEN {parsed} END"
    if foreign:
        return f"CASE WHEN {raw} IS NOT NULL THEN any_foreign_moment({narrowed(raw)}, {zones}) END"
    return f"CASE WHEN {raw} IS NOT NULL THEN any_moment({narrowed(raw)}, {literal(company_zone)}) END"


def _plain_moment(raw: str, marks: frozenset[str]) -> str:
    """A local timestamp in one of the plainest year-first forms; NULL for any other."""
    whens = " ".join(
        f"WHEN {raw} LIKE '____{mark}%' THEN try_strptime({raw}, {array(forms)})"
        for mark, forms in _PLAIN_TIMES.items()
        if mark in (marks or {"-"})
    )
    return f"CASE {whens} END"


def plain_value(column: Column, raw: str, options: LogOptions, company_zone: str, marks: frozenset[str]) -> str | None:
    """``value`` for texts in their plainest form alone: quick to bind and to run, NULL for all others.

    ``marks`` are what stands behind the year in the dates of a sample. None where ``value`` itself is as quick.
    """
    words = options.words.get(column.name, {})
    foreign = options.timezone not in (None, company_zone)
    match column.type:
        case "bool":
            return _bool_words(raw, words)
        case "date" if not foreign and column.name not in options.formats:
            return f"CAST({_plain_moment(raw, marks)} AS DATE)"
        case "time" | "until" if not foreign and column.name not in options.formats:
            return _plain_moment(raw, marks)
        case "int":
            return f"CASE WHEN regexp_full_match({raw}, '\\d{{1,18}}') THEN CAST({raw} AS BIGINT) END"
        case "period":
            plain = "\\d{4}-(0[1-9]|1[0-2]|Q[1-4]|H[12])|\\d{4}"
            return f"CASE WHEN regexp_full_match({raw}, {literal(plain)}) THEN {raw} END"
        case "enum":
            return _word(raw, {**enumerations()[column.enum or ""].spellings(), **words})
        case "list":
            return _list(raw, {**enumerations()[column.enum or ""].spellings(), **words}, ";、", "NULL")
        case _:
            return None


def finished(column: Column) -> str:
    """What is left to do with a typed value, in terms of the column's name: a bare ``until`` date is its day's end."""
    name = column.name
    if column.type != "until":
        return name
    return f"CASE WHEN is_bare({name}) THEN eod({name}) ELSE {name} END"


def value(column: Column, raw: str, options: LogOptions, company_zone: str) -> str:
    """The typed value of ``column`` read from the text ``raw``; NULL where blank or unreadable."""
    words = options.words.get(column.name, {})
    formats = options.formats.get(column.name, ())
    match column.type:
        case "id":
            return narrowed(raw)
        case "text":
            return trimmed(raw)
        case "bool":
            return _bool(raw, words)
        case "int" | "money" | "number":
            return _number(raw, column.type)
        case "date":
            return f"CAST({_moment(raw, formats, options.timezone, company_zone)} AS DATE)"
        case "time" | "until":
            return _moment(raw, formats, options.timezone, company_zone)
        case "period":
            return f"CASE WHEN {raw} IS NULL THEN NULL ELSE unit_label({narrowed(raw)}) END"
        case "list":
            enumeration = enumerations()[column.enum or ""]
            unknown = "'other'" if enumeration.has_other else "NULL"
            return _list(f"lower({narrowed(raw)})", _folded({**enumeration.spellings(), **words}), ";,、，；|", unknown)
        case _:
            return _enum(raw, enumerations()[column.enum or ""], words)


def native_value(column: Column, raw: str, native: str, options: LogOptions, company_zone: str) -> str | None:
    """The typed value of ``column`` where a Parquet type already fits, else None: then text is the way."""
    local = f"CAST({raw} AS TIMESTAMP)"
    if options.timezone not in (None, company_zone):
        local = f"localised({local}, {literal(options.timezone or '')}, {literal(company_zone)})"
    moments = {
        "TIMESTAMP": local,
        "TIMESTAMPTZ": f"timezone({literal(company_zone)}, {raw})",
        "DATE": f"CAST({raw} AS TIMESTAMP)",
    }
    if column.type in {"time", "until", "date"} and native in moments:
        if column.type == "date":
            return f"CAST({moments[native]} AS DATE)" if native != "DATE" else raw
        return moments[native]
    if column.type == "bool" and native == "BOOLEAN":
        return raw
    if column.type == "int" and native == "INTEGER":
        return f"CAST({raw} AS BIGINT)"
    return None
