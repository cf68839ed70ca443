import pytest

from kinerja.people.imports.nip import looks_like_nip, read_nip

NIP = "198507152010011905"


@pytest.mark.parametrize(
    ("written", "code"),
    [
        (NIP, ""),
        ("19850715 201001 1 905", "nip_spaces"),
        (f" {NIP}", "nip_spaces"),
        (f"{NIP}\u00a0", "nip_spaces"),
        (f"'{NIP}", "nip_apostrophe"),
        (f"’{NIP}", "nip_apostrophe"),
        (f'="{NIP}"', "nip_apostrophe"),
        ("19850715\u200b2010011905", "nip_invisible"),
        (f"\ufeff{NIP}", "nip_invisible"),
        ("19850715.201001.1.905", "nip_signs"),
        ("19850715-201001-1-905", "nip_signs"),
        (f"NIP. {NIP}", "nip_prefix"),
        (f"Nip {NIP}", "nip_prefix"),
        (f"{NIP} (PNS)", "nip_words"),
        ("１９８５07152010011905", "nip_signs"),
    ],
)
def test_a_dressed_number_is_the_same_number(written: str, code: str) -> None:
    reading = read_nip(written)

    assert (reading.value, reading.code) == (NIP, code)
    assert reading.outcome == ("fix" if code else "accept")


def test_pppk_numbers_have_a_code_in_place_of_the_month() -> None:
    assert read_nip("198507152021211905").value == "198507152021211905"
    assert read_nip("198507152021211905").outcome == "accept"


@pytest.mark.parametrize(
    ("written", "code"),
    [
        (198507152010011905.0, "nip_float"),
        (198507152010011905, "nip_float"),
        ("1.98507E+17", "nip_float"),
        ("1,98507152010011E+17", "nip_float"),
        ("198507152010011904.0", "nip_float"),
        ("198507152010011000", "nip_float"),  # what is left of a float when it becomes text again
        ("1377014507850002", "nip_citizen_number"),
        (1377014507850002, "nip_citizen_number"),
        ("1377 0145 0785 0002", "nip_citizen_number"),
        ("", "nip_missing"),
        ("-", "nip_missing"),
        ("belum ada", "nip_missing"),
        (None, "nip_missing"),
        ("19850715201001190", "nip_length"),
        ("131234567", "nip_length"),
        (131234567, "nip_length"),
        ("198513152010011905", "nip_birth_date"),
        ("198507151980011905", "nip_start_year"),
        ("198507152010001905", "nip_start_month"),
        ("198507152010013905", "nip_sex"),
        ("XX8507152010011905", "nip_digits"),
        (True, "nip_digits"),
    ],
)
def test_what_cannot_be_stored_is_refused_with_its_reason(written: object, code: str) -> None:
    reading = read_nip(written)  # type: ignore[arg-type]

    assert (reading.value, reading.outcome, reading.code) == (None, "refuse", code)


def test_letters_that_look_like_digits_are_for_a_person() -> None:
    reading = read_nip("l98507152O10011905")

    assert (reading.outcome, reading.code) == ("review", "nip_letters")
    assert reading.suggestions == ((NIP, "19850715 201001 1 905"),)


def test_a_start_at_the_age_of_eleven_is_for_a_person() -> None:
    reading = read_nip("199907152010011905")

    assert (reading.value, reading.outcome, reading.code) == (
        "199907152010011905",
        "review",
        "nip_age",
    )


@pytest.mark.parametrize(
    ("cell", "answer"),
    [
        (NIP, True),
        (1.98e17, True),
        ("1.98507E+17", True),
        ("12", False),
        ("Siti", False),
        (7, False),
    ],
)
def test_what_was_meant_as_a_number(cell: object, answer: bool) -> None:
    assert looks_like_nip(cell) is answer  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "written", [f"{NIP} / 131234567", f"{NIP} (lama 131234567)", f"131234567\n{NIP}"]
)
def test_two_numbers_in_one_cell_are_for_a_person(written: str) -> None:
    reading = read_nip(written)

    assert (reading.value, reading.outcome, reading.code) == (None, "review", "nip_two_numbers")
    assert reading.suggestions == ((NIP, "19850715 201001 1 905"),)
