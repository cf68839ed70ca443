"""The pages of trainings as one row of links, as this person needs them."""

from datetime import date

from django.urls import reverse

from kinerja.development.scope import runs_trainings
from kinerja.people.person import Person
from kinerja.people.supervision import led_units
from kinerja.web.parts import Tab


def training_tabs(person: Person, on: date, current: str) -> list[Tab]:
    """`current` is the url name of the page that is open."""
    pages = [("Jadwal", "trainings"), ("Pelatihan saya", "my_trainings"), ("JP saya", "hours")]
    keeps = runs_trainings(person, on)
    if led_units(person, on).exists():
        pages.append(("Persetujuan", "enrolment_answers"))
    pages.append(("Katalog", "training_catalogue"))
    if keeps:
        pages.append(("Kelola", "training_control"))
    return [Tab(label, reverse(name), name == current) for label, name in pages]
