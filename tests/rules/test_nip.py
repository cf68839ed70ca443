"""The NIP taken apart."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kinerja.rules.nip import EmployeeKind, InvalidNip, Nip, Sex, parse_nip


def test_a_pns() -> None:
    assert parse_nip("199212312019032002") == Nip(
        digits="199212312019032002",
        birth_date=date(1992, 12, 31),
        start_year=2019,
        start_month=3,
        sex=Sex.FEMALE,
        sequence="002",
        kind=EmployeeKind.PNS,
    )


@pytest.mark.parametrize("code", ["13", "21", "99"])
def test_a_code_above_12_is_a_pppk_without_month(code: str) -> None:
    nip = parse_nip(f"199001012021{code}1001")

    assert (nip.kind, nip.start_month, nip.start_year) == (EmployeeKind.PPPK, None, 2021)


def test_december_is_still_a_month() -> None:
    nip = parse_nip("199001012021121001")

    assert (nip.kind, nip.start_month) == (EmployeeKind.PNS, 12)


@pytest.mark.parametrize(
    "text", ["19850715 201001 1 005", " 198507152010011005\n", "1985\u00a00715\t2010011005"]
)
def test_white_space_is_ignored(text: str) -> None:
    nip = parse_nip(text)

    assert nip.digits == "198507152010011005"
    assert nip.grouped == "19850715 201001 1 005"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "length"),
        ("19850715201001100", "length"),
        ("1985071520100110055", "length"),
        ("3275011507850001", "length"),  # 16 digits: a citizen number
        ("19850715201001100X", "digits"),
        ("198507152010011,05", "digits"),
        ("1.98507152010011E+17", "digits"),
        ("'198507152010011005", "digits"),
        ("١٩٨٥٠٧١٥٢٠١٠٠١١٠٠٥", "digits"),
        ("198513152010011005", "birth_date"),
        ("198507322010011005", "birth_date"),
        ("198502292010011005", "birth_date"),  # 1985 has no 29 February
        ("198507552010012005", "birth_date"),  # + 40 is a habit of the citizen number
        ("000000002010011005", "birth_date"),
        ("198507151985011005", "start_year"),
        ("198507151970011005", "start_year"),
        ("198507152010001005", "start_month"),
        ("198507152010010005", "sex"),
        ("198507152010013005", "sex"),
        ("198507152010213005", "sex"),
    ],
)
def test_what_is_no_nip_says_which_part_is_wrong(text: str, code: str) -> None:
    with pytest.raises(InvalidNip) as refusal:
        parse_nip(text)

    assert refusal.value.code == code
    assert str(refusal.value).endswith(".")


def test_the_message_tells_how_many_digits_were_written() -> None:
    with pytest.raises(InvalidNip, match=r"NIP terdiri atas 18 angka; yang tertulis 16 angka\."):
        parse_nip("3275011507850001")


@given(
    birth=st.dates(date(1950, 1, 1), date(2005, 12, 31)),
    years_later=st.integers(1, 60),
    start_code=st.integers(1, 99),
    sex=st.sampled_from("12"),
    sequence=st.integers(0, 999),
)
def test_every_part_is_found_again(
    birth: date, years_later: int, start_code: int, sex: str, sequence: int
) -> None:
    start_year = birth.year + years_later
    text = f"{birth:%Y%m%d}{start_year:04}{start_code:02}{sex}{sequence:03}"

    nip = parse_nip(text)

    assert nip.digits == text
    assert (nip.birth_date, nip.start_year) == (birth, start_year)
    assert nip.start_month == (start_code if start_code <= 12 else None)
    assert (nip.sex is Sex.MALE) == (sex == "1")
    assert nip.sequence == f"{sequence:03}"
    assert parse_nip(nip.grouped) == nip


@given(text=st.text(max_size=20))
def test_any_text_is_read_or_refused(text: str) -> None:
    try:
        nip = parse_nip(text)
    except InvalidNip:
        return
    assert len(nip.digits) == 18
