"""Plants: requests, notices, letters, minutes and files of service communication (SC)."""

from __future__ import annotations

from datetime import datetime

from commsaudit.demo import dates
from commsaudit.demo.inspecting import faulted
from commsaudit.demo.planted import Breach, Plant, Planting, Site, escaped, next_day
from commsaudit.demo.sharing import next_working_day, when
from commsaudit.demo.world import Row, day, moment, text

_responded = when("responded_at")
_closed = when("closed_at")
_published = when("published_at")


def urgent_by(mode: str) -> Plant:
    """The plant that answers an urgent request in another way than at once."""

    def answered_from_afar(site: Site) -> list[Breach]:
        """An urgent request is answered neither in person nor by phone."""
        row = site.take("requests", _responded, lambda row: row["urgency"] == "urgent")
        row["responded_via"] = mode
        return site.breach("SC-1", text(row, "request_id"), moment(row, "responded_at"))

    return answered_from_afar


def told_through(*channels: str) -> Plant:
    """The plant that leaves a new rule to ``channels`` alone."""

    def told_too_little(site: Site) -> list[Breach]:
        """A new rule goes out one way only, or nowhere in writing."""
        row = site.take("notices", _published, lambda row: row["kind"] == "policy")
        row["channels"] = list(channels)
        return site.breach("SC-2", text(row, "notice_id"), moment(row, "published_at"))

    return told_too_little


def _sensitive(row: Row) -> bool:
    return row["sensitive"] is True


def not_alone(site: Site) -> list[Breach]:
    """A guard stands by while a private matter is talked over."""
    row = site.take("contacts", when("started_at"), _sensitive)
    row["companions"] = ["security"]
    return site.breach("SC-3", text(row, "contact_id"), moment(row, "started_at"))


def told_the_group(site: Site) -> list[Breach]:
    """A private matter is answered in the group of all owners."""
    row = site.take("contacts", when("started_at"), _sensitive)
    row["mode"] = "group_chat"
    return site.breach("SC-3", text(row, "contact_id"), moment(row, "started_at"))


def says(clause: str, column: str, words: str) -> Plant:
    """The plant that writes ``words`` into a notice on the board."""

    def posted(site: Site) -> list[Breach]:
        """A notice says what it must not."""
        row = site.take("notices", _published, lambda row: row["kind"] in ("general", "safety") and _on_board(row))
        row[column] = words
        return site.breach(clause, text(row, "notice_id"), moment(row, "published_at"))

    return posted


def _on_board(row: Row) -> bool:
    channels = row["channels"]
    return isinstance(channels, list) and "bulletin" in channels


def _small(row: Row) -> bool:
    return row["kind"] in ("inquiry", "opinion") and row["urgency"] == "general" and row["constructive"] is not True


def answered_late(site: Site) -> list[Breach]:
    """A request whose urgency nobody noted is answered a working day late."""
    row = site.take("requests", next_working_day, _small)
    row.update(urgency=None, responded_at=next_day(next_working_day(row)))
    return site.breach("SC-5", text(row, "request_id"), next_working_day(row))


def not_answered(site: Site) -> list[Breach]:
    """The same, never answered before it was closed."""
    row = site.take("requests", next_working_day, _small)
    row.update(urgency=None, responded_at=None, responded_via=None)
    return site.breach("SC-5", text(row, "request_id"), next_working_day(row))


def complaint_of_nobody(site: Site) -> list[Breach]:
    """A complaint is closed, and who made it is not said."""
    row = site.take("complaints", _closed, lambda row: row["channel"] != "letter")
    row.update(household_id=None, complainant_name=None, complainant_phone=None)
    return site.breach("SC-6", f"complaint:{escaped(text(row, 'complaint_id'))}", moment(row, "closed_at"))


def request_without_household(site: Site) -> list[Breach]:
    """A request is closed, and whose it was is not said."""
    row = site.take("requests", _closed, _small)
    row["household_id"] = None
    return site.breach("SC-6", f"request:{escaped(text(row, 'request_id'))}", moment(row, "closed_at"))


def order_without_result(site: Site) -> list[Breach]:
    """A repair is done, and what was done is not said."""
    row = site.take("work_orders", when("completed_at"))
    row["result"] = None
    return site.breach("SC-6", f"order:{escaped(text(row, 'order_id'))}", moment(row, "completed_at"))


def _talk(row: Row) -> bool:
    return row["kind"] == "one_on_one"


def minutes_without_place(site: Site) -> list[Breach]:
    """Minutes do not say where."""
    row = site.take("meetings", when("minutes_at"), _talk)
    row["location"] = None
    return site.breach("SC-7", text(row, "meeting_id"), moment(row, "minutes_at"))


def minutes_without_actions(site: Site) -> list[Breach]:
    """Minutes do not say what is to be done."""
    row = site.take("meetings", when("minutes_at"), _talk)
    row["sections"] = ["topics", "resolutions"]
    return site.breach("SC-7", text(row, "meeting_id"), moment(row, "minutes_at"))


def _keep_due(row: Row) -> datetime | None:
    passed = row["sent_at"] or row["received_at"]
    return dates.days(passed, 7) if isinstance(passed, datetime) else None


def _official(row: Row) -> bool:
    return row["party"] in ("authority", "community") and row["important"] is True


def kept_late(site: Site) -> list[Breach]:
    """A letter is put away on the eighth day."""
    row = site.take("letters", _keep_due, _official)
    due = dates.days(moment(row, "sent_at" if row["direction"] == "out" else "received_at"), 7)
    row.update(copied_at=None, archived_at=next_day(due))
    return site.breach("SC-8", text(row, "letter_id"), due)


def not_kept(site: Site) -> list[Breach]:
    """A letter that nobody has any more."""
    row = site.take("letters", _keep_due, _official)
    due = dates.days(moment(row, "sent_at" if row["direction"] == "out" else "received_at"), 7)
    row.update(copied_at=None, archived_at=None)
    return site.breach("SC-8", text(row, "letter_id"), due)


def _opening(site: Site) -> Row:
    return site.find("documents", lambda row: row["kind"] == "suggestion_box_opening" and row["period"] == site.when)


def box_opened_late(site: Site) -> list[Breach]:
    """The month's suggestions are read in the next."""
    _opening(site)["prepared_at"] = dates.bare(next_day(site.unit.ends_on))
    return site.breach("SC-9", site.when, site.unit.ends_on)


def box_not_opened(site: Site) -> list[Breach]:
    """Nobody opens the box for a month."""
    site.drop("documents", [_opening(site)])
    return site.breach("SC-9", site.when, site.unit.ends_on)


def _open_when_answered(row: Row) -> bool:
    closed = row["closed_at"]
    return _small(row) and (not isinstance(closed, datetime) or closed.date() > day(row, "responded_at"))


def no_date_given(site: Site) -> list[Breach]:
    """An answer that settles nothing, and no date for one that does."""
    row = site.take("requests", _responded, _open_when_answered)
    row["reply_promised_at"] = None
    return site.breach("SC-11", text(row, "request_id"), moment(row, "responded_at"))


def _file_due(row: Row) -> datetime | None:
    closed = row["closed_at"]
    return dates.days(closed, 30) if isinstance(closed, datetime) else None


def filed_late(site: Site) -> list[Breach]:
    """A complaint's file is put away on the 31st day."""
    row = site.take("complaints", _file_due)
    due = dates.days(moment(row, "closed_at"), 30)
    row["archived_at"] = dates.bare(next_day(due))
    return site.breach("SC-13", text(row, "complaint_id"), due)


def not_filed(site: Site) -> list[Breach]:
    """A complaint's file is never put away."""
    row = site.take("complaints", _file_due)
    row["archived_at"] = None
    return site.breach("SC-13", text(row, "complaint_id"), dates.days(moment(row, "closed_at"), 30))


PLANTINGS: tuple[Planting, ...] = (
    (urgent_by("online"), "P07", "2026-03"),
    (urgent_by("sms"), "P09", "2026-05"),
    (told_through("mailbox"), "P02", "2026-03"),
    (told_through("sms", "phone"), "P09", "2026-02"),
    (not_alone, "P03", "2026-03"),
    (told_the_group, "P10", "2026-05"),
    (says("SC-4", "body", "装修押金请找８号楼王先生领取，电话＋８６ 138-0000-0017。"), "P08", "2026-03"),
    (says("SC-4", "title", "11010519491231002x的业户请到前台领取证件"), "P04", "2026-05"),
    (answered_late, "P01", "2026-03"),
    (not_answered, "P07", "2026-05"),
    (complaint_of_nobody, "P04", "2026-03"),
    (request_without_household, "P03", "2026-04"),
    (order_without_result, "P10", "2026-03"),
    (minutes_without_place, "P08", "2026-03"),
    (minutes_without_actions, "P04", "2026-05"),
    (kept_late, "P01", "2026-03"),
    (not_kept, "P02", "2026-04"),
    (box_opened_late, "P03", "2026-03"),
    (box_not_opened, "P08", "2026-05"),
    (says("SC-10", "body", "停水原因我们也不知道，请各位业户耐心等待。"), "P10", "2026-03"),
    (says("SC-10", "title", "垃圾清运时间，自己看"), "P06", "2026-04"),
    (no_date_given, "P04", "2026-03"),
    (no_date_given, "P08", "2026-06"),
    (faulted("SC-12", "业主大会逾期未召开，未见延期审批"), "P04", "2026-03"),
    (faulted("SC-12", "会议通知未提前公示"), "P03", "2026-04"),
    (filed_late, "P03", "2026-03"),
    (not_filed, "P09", "2026-05"),
    (faulted("SC-14", "与业户争执，未由他人接待"), "P02", "2026-03"),
    (faulted("SC-14", "接待时未起身问候"), "P09", "2026-05"),
    (faulted("SC-15", "未经授权接受媒体采访"), "P03", "2026-03"),
    (faulted("SC-15", "对街道来访未作记录"), "P01", "2026-05"),
)
