"""What the regulation tells an appraiser beside the choice: guidance, not a formula."""

from collections.abc import Mapping

from kinerja.evaluation.period import Period
from kinerja.rules.predicate import Rating

# PermenPANRB 6/2022 annex p. 97-98 (periodic) and 100-102 (annual); in our own words.
WORK_RESULT: Mapping[Rating, str] = {
    Rating.ABOVE: "Sebagian besar atau semua hasil di atas ekspektasi, tidak ada hasil utama di"
    " bawahnya, dan umpan balik sebagian besar positif.",
    Rating.MEETS: "Sebagian besar atau semua hasil sesuai ekspektasi, hanya sebagian kecil hasil"
    " utama di bawahnya, dan sebagian umpan balik positif.",
    Rating.BELOW: "Sebagian besar atau semua hasil di bawah ekspektasi, dan umpan balik sebagian"
    " besar tidak positif.",
}
BEHAVIOUR: Mapping[Rating, str] = {
    Rating.ABOVE: "Konsisten menjalankan nilai dasar ASN dan menjaganya pada orang lain, di dalam"
    " atau di luar unit.",
    Rating.MEETS: "Konsisten menjalankan nilai dasar ASN untuk diri sendiri.",
    Rating.BELOW: "Belum konsisten menjalankan nilai dasar ASN.",
}
PERIODIC_PAGES, ANNUAL_PAGES = "97–98", "100–102"


def guide_source(period: Period) -> str:
    """Where the guidance stands."""
    pages = ANNUAL_PAGES if period.is_annual else PERIODIC_PAGES
    return f"PermenPANRB 6/2022 lampiran hlm. {pages}"
