"""What may tell of a person is masked in everything that is mailed, published or shown, unless it is to be revealed.

Source: product.md, "What is mailed, published or shown". A result holds no names of owners, and details show no free text; what
remains are the free texts of waivers and settings, and the ids of households, which many companies make of room numbers.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from commsaudit.model.result import ResultFinding

MASK = "***"
_HOMES = frozenset({"households"})
_DIGITS = str.maketrans("０１２３４５６７８９－", "0123456789-")
_MOBILE = r"(?<![0-9])(?:\+?86[ -]?)?1[3-9](?:[ -]?[0-9]){9}(?![0-9])"
_MOBILES = re.compile(_MOBILE)
_NUMBERS = re.compile(
    _MOBILE + r"|(?<![0-9])[0-9]{17}[0-9Xx](?![0-9])"  # citizen ids; those in parts by the date of birth in them
    r"|(?<![0-9])[0-9]{6}[ -]?(?:19|20)[0-9]{2}[ -]?[01][0-9][ -]?[0-3][0-9][ -]?[0-9]{3}[0-9Xx](?![0-9])"
    r"|(?<![0-9])[(（]?0[0-9]{2,3}[)）]?[ -]?[0-9]{3,4}[ -]?[0-9]{4}(?![0-9])"  # telephones with their area codes
)
_ADDRESSES = re.compile(r"[\w.+-]+[@＠][\w-]+(?:[.．][\w-]+)+")
_ROOMS = re.compile(
    r"(?<![0-9])[0-9]{1,3}\s*(?:栋|幢|号楼|座|单元|#|-)\s*(?:[0-9]{1,2}\s*(?:单元|-)\s*)?[0-9]{3,4}(?:室|房|号)?(?![0-9])"
    r"|[A-Za-z]\s*(?:栋|幢|号楼|座)\s*(?:[0-9]{1,2}\s*单元\s*)?[0-9]{3,4}(?![0-9])|(?<![0-9])[0-9]{3,4}\s*号?(?:室|房)"
)
# A name is told from other words by the form of address behind it, or by what announces it; the surnames are the most usual ones, and
# where nothing addresses them, those that are no everyday words.
_SURNAMES = (
    "欧阳|上官|司马|诸葛|[王李张刘陈杨赵黄周吴徐孙胡朱郭何林罗郑梁谢宋唐许邓冯韩曹曾彭萧肖蔡潘田董袁余叶蒋杜苏魏程吕丁沈姚卢姜崔钟谭陆汪范廖石贾夏"
    "韦傅邹孟熊秦邱侯江尹薛闫阎雷龙黎史陶贺顾毛郝龚邵钱覃武戴莫孔汤易乔殷施牛洪庞颜倪严岳]"
)
_HAN = "[\u4e00-\u9fff]"
_DOUBLE = "欧阳|上官|司马|诸葛|慕容|司徒|司空|夏侯|皇甫|尉迟|公孙|令狐|长孙|宇文|轩辕|东方|南宫|西门|独孤|闻人|端木|百里|呼延|澹台|申屠|淳于|太史|公冶"
# A cell that is nothing but a name. Words that begin with a usual surname (程序, 顾客) are taken for one: better a word too many.
_NAME = re.compile(f"(?:{_SURNAMES}){_HAN}{{1,2}}|(?:{_DOUBLE}).*")
_RARER_NAME = re.compile(f"[高方于任金白文康温段安常季万倪祝游向焦涂裴柳左尚连麦庄柴辛]{_HAN}{{2}}")
_LATIN_NAME = re.compile(r"[A-Z][\w'-]+(?:[ .·]+[A-Z][\w'-]*){1,2}")
_PARTS = re.compile("([;；,，、|])")
# What stands where a date, a number or a flag should: digits and signs, and the words that are written with them.
_WORD = re.compile("[A-Za-z]+")
_FIGURE = re.compile(
    r"[\d\W_年月日号时分秒点上下午周星期一二三四五六七八九十零〇元万千百季度半第是否有无未已待定空缺不详对错]*"
)
_FIGURE_WORDS = frozenset([
    "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "sept", "oct", "nov", "dec", "january", "february",
    "march", "april", "june", "july", "august", "september", "october", "november", "december", "mon", "tue", "wed", "thu",
    "fri", "sat", "sun", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday", "am", "pm", "utc",
    "gmt", "cst", "t", "z", "e", "y", "n", "a", "st", "nd", "rd", "th", "yes", "no", "true", "false", "na", "nan", "nil",
    "null", "none", "tba", "tbc", "tbd", "never", "unknown", "rmb", "cny"
])  # fmt: skip
_DAY_LAST = re.compile(r"[0-9]{1,2}([-/.])[0-9]{1,2}\1(?:19[5-9]|20[0-9])[0-9]")
_ADDRESSED = re.compile(
    f"(?:{_SURNAMES}|[高方于任金白文康温段安常季]){_HAN}{{0,2}}?(?=先生|女士|小姐|太太|阿姨|大爷|大妈|老师|师傅)"
)
_ANNOUNCED = re.compile(
    f"((?:业主|住户|租户|业户|户主|顾客|客户|姓名|联系人)[:：\\s]*)(?:{_SURNAMES}){_HAN}{{1,2}}?"
    f"(?=反映|要求|投诉|表示|申请|外出|同意|不在|来电|致电|的|家|$|(?!{_HAN}).)"
    "|(\\b(?:Mr|Mrs|Ms|Miss)\\.? )[A-Z][\\w'-]+(?: [A-Z][\\w'-]+)?"
)


def masked(text: str) -> str:
    """``text`` without telephone numbers, citizen ids, room numbers, e-mail addresses, and names that are addressed or announced
    as such.

    Its length and the rest of it may change.
    """
    text = _ANNOUNCED.sub(lambda found: (found[1] or found[2] or "") + MASK, _ADDRESSED.sub(MASK, text))
    if "@" in text or "＠" in text:
        text = _ADDRESSES.sub(MASK, text)
    plain = text.translate(_DIGITS)
    if not any(character.isdigit() for character in plain):
        return text
    hidden = _ROOMS.sub(MASK, _NUMBERS.sub(MASK, plain))
    return text if hidden == plain else hidden


def shown_text(text: str, *, reveal: bool) -> str:
    """A free text as it may be shown."""
    return text if reveal else masked(text)


def shown_word(word: str, *, often: bool = False) -> str:
    """A cell that should hold a listed word or an id, and holds another: without parts that may name somebody.

    What stands there ``often`` and is like a name by chance is none: Citizens Connect App, 安全员.
    """
    return masked("".join(MASK if _is_name(part.strip(), often) else part for part in _PARTS.split(word)))


def _is_name(part: str, often: bool) -> bool:
    if _NAME.fullmatch(part):
        return True
    return not often and bool(_RARER_NAME.fullmatch(part) or _LATIN_NAME.fullmatch(part))


def shown_figure(text: str) -> str:
    """A cell that should hold a date, a number or a flag, and does not: as it stands where it is written like one, else masked."""
    written_so = _FIGURE.fullmatch(_WORD.sub("", text)) and all(
        word.lower() in _FIGURE_WORDS for word in _WORD.findall(text)
    )
    rest = _DAY_LAST.sub("", text)
    return text if written_so and masked(rest) == rest else MASK


def shown_headers(names: Sequence[str]) -> list[str]:
    """Headers that are shown: as they stand, unless they are the first row of a file without headers."""
    return [MASK for _ in names] if any(masked(name) != name for name in names) else [*names]


def shown_record(finding: ResultFinding, *, reveal: bool) -> str:
    """The record of a finding as it may be shown: without mobile numbers, and without room numbers where the record is a
    household. Other long numbers are ids of tickets and orders, which evidence needs. File and line lead to it in any case.
    """
    if reveal:
        return finding.record_id
    if finding.source is not None and finding.source.log in _HOMES:
        return masked(finding.record_id)
    return _MOBILES.sub(MASK, finding.record_id)


def shown_id(finding: ResultFinding, *, reveal: bool) -> str:
    """A finding's id as it may be shown: its record is a part of it."""
    record = shown_record(finding, reveal=reveal)
    return finding.id if record == finding.record_id else finding.id.removesuffix(finding.record_id) + record
