"""What may tell of a person is masked in everything that is mailed, published or shown, unless it is to be revealed.

Source: product.md, "What is mailed, published or shown". A result holds no names of owners, and details show no free text; what
remains are the free texts of waivers and settings, and the ids of households, which many companies make of room numbers.
"""

from __future__ import annotations

import re

from commsaudit.model.result import ResultFinding

MASK = "***"
_HOMES = frozenset({"households"})
_DIGITS = str.maketrans("０１２３４５６７８９－", "0123456789-")
_MOBILE = r"(?<![0-9])(?:\+?86[ -]?)?1[3-9](?:[ -]?[0-9]){9}(?![0-9])"
_MOBILES = re.compile(_MOBILE)
_NUMBERS = re.compile(
    _MOBILE + r"|(?<![0-9])[0-9](?:[ -]?[0-9]){16}[ -]?[0-9Xx](?![0-9])"  # citizen ids
    r"|(?<![0-9])0[0-9]{2,3}[ -]?[0-9]{7,8}(?![0-9])"  # telephones with their area codes
)
_ROOMS = re.compile(
    r"(?<![0-9])[0-9]{1,3}\s*(?:栋|幢|号楼|座|单元|#|-)\s*(?:[0-9]{1,2}\s*(?:单元|-)\s*)?[0-9]{3,4}(?:室|房|号)?(?![0-9])"
    r"|(?<![0-9])[0-9]{3,4}(?:室|房)"
)
# A name is told from other words by the form of address behind it, or by what announces it; the surnames are the most usual ones, and
# where nothing addresses them, those that are no everyday words.
_SURNAMES = (
    "欧阳|上官|司马|诸葛|[王李张刘陈杨赵黄周吴徐孙胡朱郭何林罗郑梁谢宋唐许邓冯韩曹曾彭萧肖蔡潘田董袁余叶蒋杜苏魏程吕丁沈姚卢姜崔钟谭陆汪范廖石贾夏"
    "韦傅邹孟熊秦邱侯江尹薛闫阎雷龙黎史陶贺顾毛郝龚邵钱覃武戴莫孔汤易乔殷施牛洪庞颜倪严岳]"
)
_HAN = "[\u4e00-\u9fff]"
_ADDRESSED = re.compile(
    f"(?:{_SURNAMES}|[高方于任金白文康温段安常季]){_HAN}{{0,2}}?(?=先生|女士|小姐|太太|阿姨|大爷|大妈|老师|师傅)"
)
_ANNOUNCED = re.compile(
    f"((?:业主|住户|租户|业户|户主|顾客|客户|姓名|联系人)[:：\\s]*)(?:{_SURNAMES}){_HAN}{{1,2}}?"
    f"(?=反映|要求|投诉|表示|申请|外出|同意|不在|来电|致电|的|家|$|(?!{_HAN}).)"
    "|(\\b(?:Mr|Mrs|Ms|Miss)\\.? )[A-Z][\\w'-]+(?: [A-Z][\\w'-]+)?"
)


def masked(text: str) -> str:
    """``text`` without telephone numbers, citizen ids, room numbers, and names that are addressed or announced as such.

    Its length and the rest of it may change.
    """
    text = _ANNOUNCED.sub(lambda found: (found[1] or found[2] or "") + MASK, _ADDRESSED.sub(MASK, text))
    plain = text.translate(_DIGITS)
    if not any(character.isdigit() for character in plain):
        return text
    hidden = _ROOMS.sub(MASK, _NUMBERS.sub(MASK, plain))
    return text if hidden == plain else hidden


def shown_text(text: str, *, reveal: bool) -> str:
    """A free text as it may be shown."""
    return text if reveal else masked(text)


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
