"""The real facts of one city: units, goals, indicators; and the posts of the example agency."""

import csv
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

DATA = Path(__file__).parent / "data"


@dataclass(frozen=True)
class City:
    """One city with the tables of its folder; names of people come from `regions`."""

    key: str
    name: str
    timezone: str
    regions: tuple[str, ...]

    @cached_property
    def units(self) -> list[dict[str, str]]:
        return list(self._table("units"))

    @cached_property
    def goals(self) -> list[dict[str, str]]:
        return list(self._table("goals"))

    @cached_property
    def indicators(self) -> list[dict[str, str]]:
        return list(self._table("indicators"))

    @cached_property
    def satisfaction(self) -> list[dict[str, str]]:
        """Published indices of this city and of others, each with its city and source."""
        return list(self._table("satisfaction"))

    def _table(self, name: str) -> Iterator[dict[str, str]]:
        with (DATA / self.key / f"{name}.csv").open(encoding="utf-8", newline="") as file:
            yield from csv.DictReader(file)


CITIES = {
    city.key: city
    for city in (
        City("pariaman", "Pemerintah Kota Pariaman", "Asia/Jakarta", ("minang", "melayu")),
        City("surabaya", "Pemerintah Kota Surabaya", "Asia/Jakarta", ("jawa", "madura")),
        City("binjai", "Pemerintah Kota Binjai", "Asia/Jakarta", ("batak", "melayu", "jawa")),
    )
}


def posts() -> Mapping[str, Mapping[str, Any]]:
    """The posts of the example agency by key: `data/posts.toml`."""
    with (DATA / "posts.toml").open("rb") as file:
        return tomllib.load(file)


def name_parts() -> dict[tuple[str, str, str], list[str]]:
    """Parts of names by (region, kind, gender M/F/any)."""
    parts: dict[tuple[str, str, str], list[str]] = {}
    with (DATA / "names.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            key = (row["region"], row["kind"], row["gender"])
            parts.setdefault(key, []).append(row["name_part"])
    return parts
