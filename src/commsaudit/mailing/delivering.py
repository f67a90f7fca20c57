"""Deliveries in rounds: each is recorded before it begins and never made twice; what the server puts off waits for the next round.

A round goes through all letters, so that one wait serves all that were put off; a server that nobody reaches ends its round at once.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from commsaudit.mailing.record import Claim, DeliveryRecord, delivery_key
from commsaudit.mailing.transport import SendError, Transport

Outcome = Literal["sent", "before", "busy", "failed", "untried", "uncertain", "uncertain_before"]
_LONGEST_WAIT = 60.0
# So many connections lost one after the other are the server's fault, not the letters'.
_MOST_LOST = 2


@dataclass(frozen=True, slots=True)
class Letter:
    """What one recipient is to get. ``scope`` is the result's checksum; ``build`` makes the message when it is needed."""

    scope: str
    project_id: str
    address: str
    build: Callable[[], bytes]

    @property
    def key(self) -> str:
        """What makes its delivery one."""
        return delivery_key(self.scope, self.project_id, self.address)


@dataclass(frozen=True, slots=True)
class Delivery:
    """What became of a letter; ``en`` and ``zh`` say why, where it was not sent."""

    letter: Letter
    outcome: Outcome
    en: str = ""
    zh: str = ""


@dataclass(frozen=True, slots=True)
class Policy:
    """Who sends, how often is tried again, after how many seconds first (then twice as long each time), and what of the uncertain."""

    sender: str
    retries: int = 3
    first_wait: float = 1.0
    resend_uncertain: bool = False


class Deliverer:
    """Delivers letters; where the server itself fails for good, the rest is not tried."""

    def __init__(self, record: DeliveryRecord, transport: Transport, policy: Policy) -> None:
        self._record, self._transport, self._policy = record, transport, policy
        self._blocked: SendError | None = None
        self._lost = 0

    def deliver(self, letters: Iterable[Letter]) -> Iterator[Delivery]:
        """What became of each letter, as soon as that is known.

        Raises:
            StorageError: the record cannot be kept.
        """
        self._record.prepare()
        waiting, wait = list(letters), self._policy.first_wait
        try:
            for left in range(self._policy.retries, -1, -1):
                waiting = yield from self._round(waiting, last=left == 0)
                if not waiting:
                    return
                time.sleep(wait)
                wait = min(wait * 2, _LONGEST_WAIT)
        finally:
            self._transport.close()

    def _round(self, letters: Sequence[Letter], *, last: bool) -> Generator[Delivery, None, list[Letter]]:
        """One try for each; returns those that wait for the next round."""
        if self._blocked and self._blocked.kind == "temporary":
            self._blocked = None
        self._lost = 0
        waiting = []
        for letter in letters:
            put_off = self._blocked is not None and self._blocked.kind == "temporary" and not last
            done = None if put_off else self._one(letter, last=last)
            if done is None:
                waiting.append(letter)
            else:
                yield done
        return waiting

    def _one(self, letter: Letter, *, last: bool) -> Delivery | None:
        """What became of the letter; None where it waits for the next round."""
        facts = {"result": letter.scope, "project": letter.project_id, "address": letter.address}
        with self._record.claim(letter.key, facts) as claim:
            if claim is None:
                return Delivery(letter, "busy")
            if claim.state == "sent":
                return Delivery(letter, "before")
            if claim.state in ("sending", "uncertain") and not self._policy.resend_uncertain:
                if claim.state == "sending":
                    claim.write("uncertain", "the run ended before the server answered")
                return Delivery(letter, "uncertain_before")
            if self._blocked is not None:
                return self._failed(letter, claim, self._blocked, "untried")
            return self._tried(letter, claim, last=last)

    def _tried(self, letter: Letter, claim: Claim, *, last: bool) -> Delivery | None:
        message = letter.build()
        claim.write("planned")
        try:
            said = self._transport.send(
                self._policy.sender, letter.address, message, before=lambda: claim.write("sending")
            )
        except SendError as error:
            self._noted(error)
            if error.kind == "uncertain":
                claim.write("uncertain", error.en)
                return Delivery(letter, "uncertain", error.en, error.zh)
            if error.kind == "permanent" or last:
                return self._failed(letter, claim, error, "failed")
            claim.write("planned", error.en)
            return None
        claim.write("sent", said)
        self._lost = 0
        return Delivery(letter, "sent")

    def _failed(
        self, letter: Letter, claim: Claim, error: SendError, outcome: Literal["failed", "untried"]
    ) -> Delivery:
        # What is to be sent again, and was not, may still have arrived the first time.
        if claim.state not in ("sending", "uncertain"):
            claim.write("failed", error.en if outcome == "failed" else f"not tried: {error.en}")
        return Delivery(letter, outcome, error.en, error.zh)

    def _noted(self, error: SendError) -> None:
        """Whether the next letter is worth a try in this round."""
        self._lost = self._lost + 1 if error.lost else 0
        if error.of_server:
            self._blocked = error
        elif self._lost >= _MOST_LOST:
            self._blocked = SendError("temporary", error.en, error.zh, of_server=True, lost=True)
