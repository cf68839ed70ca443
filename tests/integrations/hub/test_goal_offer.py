"""A share of a goal is offered to another agency and answered, by files that people carry."""

import json
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from tests.planning.sharing.festival import ANSWER_BY, MARCH, Festival, a_festival
from tests.unchanged import refused

from kinerja.integrations.hub.goal_offer import (
    UnreadableOffer,
    answer_document,
    fingerprint,
    load_answer,
    load_offer,
    offer_document,
    read_offer,
    seal,
)
from kinerja.people.agency import Agency, found_agency
from kinerja.people.unit import Unit
from kinerja.planning.goal import Goal
from kinerja.planning.refusals import NotYours, WrongState
from kinerja.planning.sharing.agreement import AnswerTooLate, ShareAgreement, SharePart
from kinerja.planning.sharing.answering import answer_part
from kinerja.planning.sharing.counting import shares_of
from kinerja.planning.sharing.proposing import NewPart, propose_shares, withdraw_proposal
from kinerja.planning.sharing.received import ReceivedOffer, answer_offer

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 3, 2, 9, tzinfo=ZoneInfo("Asia/Jakarta"))


def a_town() -> Festival:
    found_agency(name="Kota Contoh")
    return a_festival()


def offered(town: Festival, **more: Any) -> SharePart:
    """Tia offers 20 percent to the regency next door."""
    parts = [
        NewPart(Decimal(50), "Promosi", town.tourism),
        NewPart(Decimal(30), "Pasar", town.trade),
        NewPart(Decimal(20), "Armada", agency_code="11.06", agency_name="Kabupaten Contoh"),
    ]
    days = {"starts_on": MARCH, "answer_by": ANSWER_BY, "by": town.tia, "on": MARCH} | more
    agreement = propose_shares(goal=town.goal, parts=parts, **days)
    return agreement.parts.get(unit=None)


def document(town: Festival, part: SharePart) -> dict[str, Any]:
    return offer_document(part=part, by=town.tia, at=NOW)


def to_bytes(said: dict[str, Any]) -> bytes:
    return json.dumps(said).encode()


def as_the_regency(town: Festival) -> None:
    """The same installation now answers to the other code: what the regency's own does."""
    Unit.objects.filter(pk=town.city.pk).update(code="11.06")
    Agency.objects.update(name="Kabupaten Contoh")


def as_the_city(town: Festival) -> None:
    Unit.objects.filter(pk=town.city.pk).update(code="11.72")
    Agency.objects.update(name="Kota Contoh")


def answered(
    town: Festival, part: SharePart, *, accept: bool = True, on: date = MARCH
) -> dict[str, Any]:
    """What the regency sends back."""
    content = to_bytes(document(town, part))
    as_the_regency(town)
    offer = load_offer(content=content, unit=town.culture, by=town.wati, on=MARCH)
    reason = "" if accept else "Armada terpakai."
    answer_offer(offer=offer, accept=accept, reason=reason, by=town.bayu, on=on)
    offer.refresh_from_db()
    said = answer_document(offer=offer)
    as_the_city(town)
    return said


def test_the_offer_says_what_is_asked_and_is_read_as_it_was_written():
    town = a_town()
    content = to_bytes(document(town, offered(town)))

    as_the_regency(town)
    said = read_offer(content)

    assert (said.from_code, said.from_name, said.title) == ("11.72", "Kota Contoh", town.goal.title)
    assert (said.share, said.role, said.version) == (Decimal(20), "Armada", 1)
    assert [(name, share) for _, name, share in said.others] == [
        ("Dinas Pariwisata", Decimal(50)),
        ("Dinas Perdagangan", Decimal(30)),
    ]
    (measure,) = said.measures
    assert (measure.name, measure.targets) == (
        "Wisatawan festival",
        ((2026, Decimal(12_000), Decimal(12_000)),),
    )


def test_accepted_there_each_agency_counts_its_own_share():
    town = a_town()
    part = offered(town)
    answer = answered(town, part)

    there = ReceivedOffer.objects.get().agreement
    assert there is not None
    assert there.goal.unit == town.culture
    mine = shares_of(town.city, [there.goal.pk], MARCH)[there.goal.pk]
    assert (mine.percent, mine.fraction) == (20, Decimal("0.2"))
    assert there.goal.indicators.get().targets.get().target_min == 12_000

    agreement = load_answer(content=to_bytes(answer), by=town.tia, on=MARCH)
    answer_part(part=agreement.parts.get(unit=town.trade), accept=True, by=town.dani, on=MARCH)

    agreement.refresh_from_db()
    assert agreement.state == "agreed"
    assert shares_of(town.city, [town.goal.pk], MARCH)[town.goal.pk].percent == 80
    assert load_answer(content=to_bytes(answer), by=town.tia, on=MARCH) == agreement  # once more


def test_an_answer_of_the_last_day_counts_although_its_file_comes_later():
    town = a_town()
    part = offered(town)
    answer_part(part=part.agreement.parts.get(unit=town.trade), accept=True, by=town.dani, on=MARCH)
    answer = answered(town, part, on=ANSWER_BY)
    later = ANSWER_BY + timedelta(days=4)
    too_late = answer | {"answered_on": (ANSWER_BY + timedelta(days=1)).isoformat()}
    with refused(AnswerTooLate):
        load_answer(
            content=to_bytes(too_late | {"seal": seal(part.offer_key, too_late)}),
            by=town.tia,
            on=later,
        )

    agreement = load_answer(content=to_bytes(answer), by=town.tia, on=later)

    agreement.refresh_from_db()
    assert (agreement.state, agreement.agreed_on) == ("agreed", later)
    assert agreement.parts.get(unit=None).answered_on == ANSWER_BY


def test_refused_there_the_proposal_comes_back_with_the_reason():
    town = a_town()
    part = offered(town)
    agreement = load_answer(
        content=to_bytes(answered(town, part, accept=False)), by=town.tia, on=MARCH
    )
    assert (agreement.state, agreement.parts.get(unit=None).reason) == (
        "refused",
        "Armada terpakai.",
    )
    assert Goal.objects.count() == 1


def test_an_offer_that_was_changed_is_foreign_or_late_is_refused():
    town = a_town()
    said = document(town, offered(town))
    as_the_regency(town)

    def load(said: dict[str, Any], on: date = MARCH) -> None:
        load_offer(content=to_bytes(said), unit=town.culture, by=town.wati, on=on)

    with refused(UnreadableOffer, "berubah"):
        load(said | {"share": "90"})
    for wrong, words in (
        ({"to": {"code": "99", "name": "Lain"}}, "untuk instansi 99"),
        ({"from": {"code": "11.06", "name": "Kita"}}, "sendiri"),
        ({"key": "abc"}, "kunci"),
        ({"share": "0"}, "persen"),
        ({"share": 20}, "teks"),
        ({"starts_on": "0001-01-01"}, "luar tahun"),
        ({"role": "\x00"}, "kosong"),
        ({"others": "semua"}, "daftar"),
        ({"goal": said["goal"] | {"level": "langit"}}, "Tingkat"),
        ({"goal": said["goal"] | {"years": [True, 2026]}}, "Tahun"),
        ({"version": 2}, "Versi"),
        ({"lain": 1}, "tidak dikenal"),
    ):
        changed = said | wrong
        with refused(UnreadableOffer, words):
            load(changed | {"fingerprint": fingerprint(changed)})
    for content in (b"", b"[]", b"{", b"\xff", b"[" * 100_000):
        with refused(UnreadableOffer):
            load_offer(content=content, unit=town.culture, by=town.wati, on=MARCH)
    with refused(AnswerTooLate):
        load(said, date(2026, 3, 14))
    with refused(NotYours):
        load_offer(content=to_bytes(said), unit=town.culture, by=town.nia, on=MARCH)


def test_an_offer_is_kept_once_and_older_versions_are_refused():
    town = a_town()
    first = offered(town)
    old = document(town, first)
    withdraw_proposal(agreement=first.agreement, reason="Salah.", by=town.tia, on=MARCH)
    new = document(town, offered(town))
    as_the_regency(town)

    one = load_offer(content=to_bytes(new), unit=town.culture, by=town.wati, on=MARCH)
    assert load_offer(content=to_bytes(new), unit=town.culture, by=town.wati, on=MARCH) == one
    with refused(WrongState, "lebih baru"):
        load_offer(content=to_bytes(old), unit=town.culture, by=town.wati, on=MARCH)


def test_answers_that_are_forged_foreign_or_for_an_older_proposal_are_refused():
    town = a_town()
    part = offered(town)
    no = answered(town, part, accept=False)

    forged = no | {"accepted": True}
    with refused(UnreadableOffer, "Segel"):
        load_answer(content=to_bytes(forged), by=town.tia, on=MARCH)
    guessed = forged | {"seal": seal("0" * 64, forged)}
    with refused(UnreadableOffer, "Segel"):
        load_answer(content=to_bytes(guessed), by=town.tia, on=MARCH)
    for wrong in ({"to": {"code": "99", "name": "Lain"}}, {"offer": "0" * 64}, {"offer": 1}):
        changed = no | wrong
        with refused(UnreadableOffer):
            load_answer(
                content=to_bytes(changed | {"seal": seal(part.offer_key, changed)}),
                by=town.tia,
                on=MARCH,
            )
    with refused(NotYours):
        load_answer(content=to_bytes(no), by=town.dani, on=MARCH)

    withdraw_proposal(agreement=part.agreement, reason="Salah.", by=town.tia, on=MARCH)
    offered(town)
    with refused(WrongState, "diganti"):
        load_answer(content=to_bytes(no), by=town.tia, on=MARCH)
    assert ShareAgreement.objects.filter(goal=town.goal).waiting().count() == 1


def test_only_the_owners_side_takes_the_offer_out():
    town = a_town()
    part = offered(town)
    with refused(NotYours):
        offer_document(part=part, by=town.dani, at=NOW)
    withdraw_proposal(agreement=part.agreement, reason="Salah.", by=town.tia, on=MARCH)
    with refused(WrongState):
        document(town, part)
