"""What `world` needs: a published review of the system, and a draft with one line."""

from datetime import date

from tests.access.world import NOW, TODAY, World

from kinerja.adoption.system_review import (
    Item,
    begin_review,
    publish_review,
    put_item,
    write_summary,
)
from kinerja.records.notice import Notice


def the_system_reviews(world: World) -> None:
    wati = world.people["wati"]
    for year, day in ((2025, date(2025, 12, 1)), (2026, TODAY)):
        review = begin_review(year=year, by=wati, on=day)
        line = Item("office", "Panduan singkat", "do", "Mudah.", "Ada", day)
        item = put_item(review=review, item=line, by=wati, on=day)
        write_summary(review=review, summary="Tahun yang baik.", by=wati, on=day)
        if year == TODAY.year:
            world.add("review_draft", "wati", review_id=review.pk)
            world.add("review_item", "wati", review_id=review.pk, item_id=item.pk)
        else:
            publish_review(review=review, by=wati, at=NOW, on=day)
            world.add("review_published", "wati", review_id=review.pk)
            Notice.objects.filter(url=review.page).delete()  # read long ago
