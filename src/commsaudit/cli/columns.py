"""What the types and marks of a log's columns are called."""

from __future__ import annotations

from commsaudit.cli.language import Text

TYPES = {
    "id": Text("id: text, never blank", "编号：文字，不可为空"),
    "text": Text("text", "文字"),
    "bool": Text("yes or no", "是/否"),
    "int": Text("whole number", "整数"),
    "money": Text("amount, 2 places", "金额，两位小数"),
    "number": Text("number", "数字"),
    "date": Text("day", "日期"),
    "time": Text("time; a bare date is 00:00", "时间；只有日期时为 00:00"),
    "until": Text("due moment; a bare date is its end", "截止时间；只有日期时为当日末"),
    "period": Text("period: 2026-03, 2026-Q1 …", "期间：2026-03、2026-Q1 等"),
    "enum": Text("one word of a list", "列表中的一个词"),
    "list": Text("words of a list, parted by ; or 、", "列表中的词，以 ; 或 、 分隔"),
}
# By the attribute of the column that says so.
MARKS = {
    "required": Text("required", "必填"),
    "optional": Text("may be missing", "可缺列"),
}
