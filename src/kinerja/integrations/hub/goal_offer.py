"""How a share of a goal is offered to another agency and answered: two files, carried by people.

The offer (JSON, version 1) names the goal, its measures and all shares, and carries a key that only
the two agencies know:

    {"schema": "kinerja.goal-offer", "version": 1, "key": "…",
     "made_at": "2026-03-02T09:00:00+07:00",
     "from": {"code": "11.72", "name": "Kota …"}, "to": {"code": "11.06", "name": "Kabupaten …"},
     "goal": {"number": 7, "proposal": 1, "title": "…", "level": "objective",
              "years": [2026, 2027],
              "measures": [{"name": "…", "unit": "orang", "polarity": "maximise",
                            "targets": [[2026, "12000", "12000"]]}]},
     "starts_on": "2026-03-02", "answer_by": "2026-03-13", "role": "…", "share": "20",
     "others": [["K.1", "Dinas Pariwisata", "50"], …], "fingerprint": "…"}

The answer repeats the key's digest alone and is sealed with the key (HMAC-SHA256), so that nobody
who has not held the offer can answer it:

    {"schema": "kinerja.goal-answer", "version": 1, "offer": "…", "from": {…}, "to": {…},
     "accepted": true, "reason": "", "answered_on": "2026-03-10", "unit": "…", "seal": "…"}

The fingerprint tells a file that was damaged on its way; it proves no sender. Both sides read its
first letters to each other. Nothing here calls another host.
"""

import hashlib
import hmac
import json
import re
from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from kinerja.integrations.hub.aggregate import UnreadableAggregate, checked_code
from kinerja.people.agency import the_agency
from kinerja.people.person import Person
from kinerja.people.unit import Unit
from kinerja.planning.goal import Goal
from kinerja.planning.refusals import NotYours, WrongState
from kinerja.planning.sharing.agreement import ShareAgreement, SharePart
from kinerja.planning.sharing.answering import answer_for_agency
from kinerja.planning.sharing.proposing import may_propose
from kinerja.planning.sharing.received import (
    OfferedMeasure,
    OfferedShare,
    ReceivedOffer,
    receive_offer,
)
from kinerja.rules.achievement import Polarity
from kinerja.rules.refusal import Refusal

OFFER, ANSWER, VERSION = "kinerja.goal-offer", "kinerja.goal-answer", 1
MOST_BYTES = 200_000
MOST_MEASURES = 50
MOST_OTHERS = 20
OFFER_KEYS = {
    *("schema", "version", "key", "made_at", "from", "to", "goal", "starts_on", "answer_by"),
    *("role", "share", "others", "fingerprint"),
}
GOAL_KEYS = {"number", "proposal", "title", "level", "years", "measures"}
ANSWER_KEYS = {
    *("schema", "version", "offer", "from", "to", "accepted", "reason", "answered_on", "unit"),
    "seal",
}


class UnreadableOffer(Refusal):
    """The file is no offer or answer of ours, was altered, or is meant for somebody else."""


def own_code() -> str:
    """How other agencies name this one: the code of its top unit. Errors: UnreadableOffer."""
    top = Unit.objects.filter(parent=None).order_by("pk").first()
    return _code(top.code if top else None)


def offer_document(*, part: SharePart, by: Person, at: datetime) -> dict[str, Any]:
    """The offer of one part, for its agency. Errors: NotYours, WrongState, UnreadableOffer."""
    agreement = ShareAgreement.objects.select_related("goal__unit").get(pk=part.agreement_id)
    if not may_propose(by, agreement.goal, at.date()):
        raise NotYours("Berkas tawaran diunduh perencana atau pimpinan unit pemilik sasaran.")
    if not part.offer_key or agreement.state != ShareAgreement.State.ASKED:
        raise WrongState("Usulan ini tidak lagi menunggu jawaban; tidak ada yang ditawarkan.")
    goal, code = agreement.goal, own_code()
    others = agreement.parts.select_related("unit").exclude(pk=part.pk)
    said = {
        "schema": OFFER,
        "version": VERSION,
        "key": part.offer_key,
        "made_at": at.isoformat(timespec="seconds"),
        "from": {"code": code, "name": the_agency().name},
        "to": {"code": part.agency_code, "name": part.agency_name},
        "goal": {
            "number": goal.pk,
            "proposal": agreement.version,
            "title": goal.title,
            "level": goal.level,
            "years": [goal.year_from, goal.year_to],
            "measures": [_measure(one) for one in _indicators(goal)],
        },
        "starts_on": agreement.starts_on.isoformat(),
        "answer_by": agreement.answer_by.isoformat(),
        "role": part.role,
        "share": _plain(part.share),
        "others": [
            [f"{code[:14]}/{number}" if one.unit else one.agency_code, one.whose, _plain(one.share)]
            for number, one in enumerate(others, start=1)
        ],
    }
    return said | {"fingerprint": fingerprint(said)}


def load_offer(*, content: bytes, unit: Unit, by: Person, on: date) -> ReceivedOffer:
    """Keep what the file of another agency offers, for the head of this unit.

    Errors: UnreadableOffer, and as `receive_offer`.
    """
    return receive_offer(said=read_offer(content), unit=unit, by=by, on=on)


def read_offer(content: bytes) -> OfferedShare:
    """What an offer says, if it is whole and meant for this agency. Errors: UnreadableOffer."""
    said = _read(content, OFFER, OFFER_KEYS)
    if fingerprint(said) != said["fingerprint"]:
        raise UnreadableOffer("Isi berkas ini berubah sejak dibuat. Minta berkas yang baru.")
    if not re.fullmatch(r"[0-9a-f]{64}", str(said["key"])):
        raise UnreadableOffer("Berkas ini tidak membawa kunci tawaran.")
    sender, to = _agency(said["from"]), _agency(said["to"])
    mine = own_code()
    if to[0] != mine:
        raise UnreadableOffer(f"Tawaran ini untuk instansi {to[0]} ({to[1]}), bukan untuk {mine}.")
    if sender[0] == mine:
        raise UnreadableOffer("Tawaran ini dibuat instansi ini sendiri.")
    goal = said["goal"]
    _keys(goal, GOAL_KEYS)
    years = goal["years"]
    if not isinstance(years, list) or len(years) != 2:
        raise UnreadableOffer("Tahun sasaran tidak terbaca.")
    if not all(_whole(one, 2100) for one in years) or not 2000 <= years[0] <= years[1]:
        raise UnreadableOffer("Tahun sasaran tidak masuk akal.")
    if goal["level"] not in Goal.Level.values:
        raise UnreadableOffer("Tingkat sasaran tidak dikenal.")
    starts_on = _day(said["starts_on"])
    if not years[0] <= starts_on.year <= years[1]:
        raise UnreadableOffer("Hari mulai berada di luar tahun sasaran.")
    others = [_other(one) for one in _list(said["others"], MOST_OTHERS)]
    if len({mine, *(code for code, _, _ in others)}) <= len(others):
        raise UnreadableOffer("Satu pihak tertulis dua kali dalam berkas ini.")
    return OfferedShare(
        key=said["key"],
        fingerprint=said["fingerprint"],
        from_code=sender[0],
        from_name=sender[1],
        number=_number(goal["number"], 10**15),
        version=_number(goal["proposal"], 30_000),
        title=_text(goal["title"], 300),
        level=goal["level"],
        years=(years[0], years[1]),
        starts_on=starts_on,
        answer_by=_day(said["answer_by"]),
        share=_share(said["share"]),
        role=_text(said["role"], 200),
        others=tuple(others),
        measures=tuple(_read_measure(one) for one in _list(goal["measures"], MOST_MEASURES)),
    )


def answer_document(*, offer: ReceivedOffer) -> dict[str, Any]:
    """The answer to an offer, for the agency that made it. Errors: WrongState."""
    if offer.state == ReceivedOffer.State.ASKED or offer.answered_on is None:
        raise WrongState("Tawaran ini belum dijawab.")
    said = {
        "schema": ANSWER,
        "version": VERSION,
        "offer": digest_of(offer.key),
        "from": {"code": own_code(), "name": the_agency().name},
        "to": {"code": offer.from_code, "name": offer.from_name},
        "accepted": offer.state == ReceivedOffer.State.ACCEPTED,
        "reason": offer.reason,
        "answered_on": offer.answered_on.isoformat(),
        "unit": offer.unit.name,
    }
    return said | {"seal": seal(offer.key, said)}


def load_answer(*, content: bytes, by: Person, on: date) -> ShareAgreement:
    """Bring the answer of another agency to the proposal that it answers.

    Errors: UnreadableOffer for a file that is forged, foreign, or answers nothing of ours; and as
    `answer_for_agency`.
    """
    said = _read(content, ANSWER, ANSWER_KEYS)
    sender, to = _agency(said["from"]), _agency(said["to"])
    if to[0] != own_code():
        raise UnreadableOffer(f"Jawaban ini untuk instansi {to[0]}, bukan untuk kita.")
    rows = SharePart.objects.filter(unit=None, agency_code=sender[0]).select_related("agreement")
    named = (one for one in rows if one.offer_key and digest_of(one.offer_key) == said["offer"])
    part = next(named, None)
    if part is None:
        raise UnreadableOffer("Jawaban ini tidak menjawab tawaran mana pun dari sini.")
    if not hmac.compare_digest(seal(part.offer_key, said), str(said["seal"])):
        raise UnreadableOffer("Segel jawaban ini tidak cocok. Minta berkas aslinya.")
    if not isinstance(said["accepted"], bool) or not isinstance(said["reason"], str):
        raise UnreadableOffer("Jawaban ini tidak terbaca.")
    if part.agreement.state != ShareAgreement.State.ASKED:
        known = part.state == SharePart.State.ACCEPTED and said["accepted"]
        if not known:
            raise WrongState("Jawaban ini untuk usulan yang sudah selesai atau diganti.")
    return answer_for_agency(
        part=part,
        accept=said["accepted"],
        reason=said["reason"][:500],
        answered_on=_day(said["answered_on"]),
        by=by,
        on=on,
    )


def fingerprint(said: Mapping[str, Any]) -> str:
    """SHA-256 over all but the fingerprint itself."""
    return hashlib.sha256(_canonical(said, "fingerprint")).hexdigest()


def seal(key: str, said: Mapping[str, Any]) -> str:
    """HMAC-SHA256 over all but the seal itself."""
    return hmac.new(key.encode(), _canonical(said, "seal"), hashlib.sha256).hexdigest()


def digest_of(key: str) -> str:
    """How the answer names the offer without telling its key."""
    return hashlib.sha256(f"kinerja.goal-offer:{key}".encode()).hexdigest()


def _canonical(said: Mapping[str, Any], without: str) -> bytes:
    rest = {name: value for name, value in said.items() if name != without}
    return json.dumps(rest, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def _read(content: bytes, schema: str, keys: set[str]) -> dict[str, Any]:
    if len(content) > MOST_BYTES:
        raise UnreadableOffer("Berkas ini terlalu besar.")
    try:
        said = json.loads(content)
    except (ValueError, RecursionError) as error:
        raise UnreadableOffer("Berkas ini bukan JSON yang utuh.") from error
    if not isinstance(said, dict) or said.get("schema") != schema:
        what = "tawaran" if schema == OFFER else "jawaban"
        raise UnreadableOffer(f"Berkas ini bukan {what} bagian sasaran.")
    if said.get("version") != VERSION:
        raise UnreadableOffer(f"Versi berkas ini bukan {VERSION}.")
    _keys(said, keys)
    return said


def _keys(said: object, wanted: set[str]) -> None:
    if not isinstance(said, dict) or set(said) != wanted:
        raise UnreadableOffer("Isi berkas ini tidak lengkap atau memuat hal yang tidak dikenal.")


def _agency(said: object) -> tuple[str, str]:
    _keys(said, {"code", "name"})
    assert isinstance(said, dict)  # noqa: S101 - asked just now
    return _code(said["code"]), _text(said["name"], 150)


def _code(code: object) -> str:
    try:
        return checked_code(code)
    except UnreadableAggregate as error:
        raise UnreadableOffer(str(error)) from error


def _text(said: object, most: int) -> str:
    text = " ".join(said.replace("\x00", "").split()) if isinstance(said, str) else ""
    if not text or len(text) > most:
        raise UnreadableOffer("Sebuah isian kosong atau terlalu panjang.")
    return text


def _whole(said: object, most: int) -> bool:
    return type(said) is int and 0 < said <= most


def _number(said: object, most: int) -> int:
    if not _whole(said, most):
        raise UnreadableOffer("Sebuah nomor tidak terbaca.")
    assert isinstance(said, int)  # noqa: S101 - asked just now
    return said


def _day(said: object) -> date:
    try:
        return date.fromisoformat(str(said))
    except ValueError as error:
        raise UnreadableOffer("Tanggal ditulis seperti 2026-03-02.") from error


def _decimal(said: object) -> Decimal:
    if not isinstance(said, str) or not re.fullmatch(r"-?\d{1,14}(\.\d{1,4})?", said, re.ASCII):
        raise UnreadableOffer("Angka ditulis sebagai teks, misalnya “12.5”.")
    try:
        return Decimal(said)
    except InvalidOperation as error:
        raise UnreadableOffer("Sebuah angka tidak terbaca.") from error


def _share(said: object) -> Decimal:
    share = _decimal(said)
    if not 0 < share <= 100:
        raise UnreadableOffer("Bagian ditulis dalam persen: lebih dari 0 sampai 100.")
    return share


def _list(said: object, most: int) -> list[Any]:
    if not isinstance(said, list) or len(said) > most:
        raise UnreadableOffer("Sebuah daftar tidak terbaca atau terlalu panjang.")
    return said


def _other(said: object) -> tuple[str, str, Decimal]:
    if not isinstance(said, list) or len(said) != 3:
        raise UnreadableOffer("Bagian pihak lain tidak terbaca.")
    return _text(said[0], 20), _text(said[1], 150), _share(said[2])


def _indicators(goal: Goal) -> list[Any]:
    return list(goal.indicators.prefetch_related("targets")[:MOST_MEASURES])


def _measure(one: Any) -> dict[str, Any]:
    return {
        "name": one.name,
        "unit": one.unit_of_measure,
        "polarity": one.polarity,
        "targets": [
            [row.year, _plain(row.target_min), _plain(row.target_max)] for row in one.targets.all()
        ],
    }


def _read_measure(said: object) -> OfferedMeasure:
    _keys(said, {"name", "unit", "polarity", "targets"})
    assert isinstance(said, dict)  # noqa: S101 - asked just now
    if said["polarity"] not in {one.value for one in Polarity}:
        raise UnreadableOffer("Arah indikator tidak dikenal.")
    targets: dict[int, tuple[int, Decimal, Decimal]] = {}
    for row in _list(said["targets"], 30):
        if not isinstance(row, list) or len(row) != 3 or not _whole(row[0], 2100):
            raise UnreadableOffer("Target indikator tidak terbaca.")
        low, high = _decimal(row[1]), _decimal(row[2])
        if low > high or row[0] in targets:
            raise UnreadableOffer("Target indikator tidak masuk akal.")
        targets[row[0]] = (row[0], low, high)
    return OfferedMeasure(
        name=_text(said["name"], 250),
        unit_of_measure=_text(said["unit"], 40),
        polarity=said["polarity"],
        targets=tuple(targets.values()),
    )


def _plain(number: Decimal) -> str:
    return f"{number.normalize():f}"
