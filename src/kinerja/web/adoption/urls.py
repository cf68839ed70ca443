"""Addresses of the pages of this area."""

from django.urls import path

from kinerja.web.adoption import (
    announcement,
    coaching,
    pulse,
    suggestion,
    system_review,
    tour,
    usage,
)

urlpatterns = [
    path("pengumuman/", announcement.announcements, name="announcements"),
    path("pengumuman/baru/", announcement.new_announcement, name="announcement_new"),
    path("pengumuman/<int:announcement_id>/", announcement.announcement, name="announcement"),
    path(
        "pengumuman/<int:announcement_id>/paham/",
        announcement.understand,
        name="announcement_understood",
    ),
    path("pengumuman/<int:announcement_id>/ubah/", announcement.edit, name="announcement_edit"),
    path(
        "pengumuman/<int:announcement_id>/tarik/",
        announcement.withdraw,
        name="announcement_withdraw",
    ),
    path(
        "pengumuman/<int:announcement_id>/ingatkan/",
        announcement.remind,
        name="announcement_remind",
    ),
    path(
        "pengumuman/<int:announcement_id>/penerima/",
        announcement.receivers,
        name="announcement_receivers",
    ),
    path(
        "pengumuman/<int:announcement_id>/berkas/<int:file_id>/",
        announcement.file,
        name="announcement_file",
    ),
    path("adopsi/", usage.usage, name="usage"),
    path("adopsi/unit/<int:unit_id>/", usage.usage_unit, name="usage_unit"),
    path("adopsi/unit/<int:unit_id>/dampingi/", coaching.new_coaching, name="coaching_new"),
    path("adopsi/pendampingan/", coaching.coachings, name="coachings"),
    path("adopsi/pendampingan/<int:coaching_id>/", coaching.coaching, name="coaching"),
    path("adopsi/pendampingan/<int:coaching_id>/hasil/", coaching.hold, name="coaching_hold"),
    path("adopsi/pendampingan/<int:coaching_id>/batal/", coaching.cancel, name="coaching_cancel"),
    path("denyut/", pulse.pulses, name="pulses"),
    path("denyut/baru/", pulse.new_pulse, name="pulse_new"),
    path("denyut/<int:pulse_id>/", pulse.pulse, name="pulse"),
    path("denyut/<int:pulse_id>/jawab/", pulse.answer, name="pulse_answer"),
    path("denyut/<int:pulse_id>/nanti/", pulse.put_off, name="pulse_put_off"),
    path("denyut/<int:pulse_id>/terbitkan/", pulse.publish, name="pulse_publish"),
    path("pengenalan/", tour.tour, name="tour"),
    path("usul/", suggestion.suggestions, name="suggestions"),
    path("tinjauan/", system_review.reviews, name="system_reviews"),
    path("tinjauan/mulai/", system_review.begin, name="system_review_begin"),
    path("tinjauan/<int:review_id>/", system_review.review, name="system_review"),
    path(
        "tinjauan/<int:review_id>/ringkasan/", system_review.summary, name="system_review_summary"
    ),
    path("tinjauan/<int:review_id>/butir/", system_review.item, name="review_item_new"),
    path("tinjauan/<int:review_id>/butir/<int:item_id>/", system_review.item, name="review_item"),
    path(
        "tinjauan/<int:review_id>/butir/<int:item_id>/hapus/",
        system_review.remove,
        name="review_item_remove",
    ),
    path(
        "tinjauan/<int:review_id>/terbitkan/", system_review.publish, name="system_review_publish"
    ),
    path("tinjauan/<int:review_id>/versi/", system_review.renew, name="system_review_renew"),
]
