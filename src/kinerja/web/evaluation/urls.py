"""Addresses of the pages of the evaluation."""

from django.urls import path

from kinerja.web.evaluation import draft, period, queue, rating, result, self_report

urlpatterns = [
    path("penilaian/", queue.queue, name="evaluation_queue"),
    path("penilaian/<int:review_id>/", rating.rate, name="review_rate"),
    path("penilaian/<int:review_id>/konsep/", draft.keep, name="review_draft"),
    path("penilaian/<int:review_id>/tanda-tangan/", rating.sign, name="review_sign"),
    path("penilaian/<int:review_id>/realisasi/", self_report.report, name="review_report"),
    path("hasil/", result.results, name="results"),
    path("hasil/<int:review_id>/", result.show, name="result_show"),
    path("periode/", period.periods, name="periods"),
    path("periode/buka/", period.open_new, name="period_open"),
    path("periode/<str:code>/", period.show, name="period_show"),
    path("periode/<str:code>/penilaian/", period.open_all, name="period_reviews"),
    path("periode/<str:code>/organisasi/", period.organisation, name="period_organisation"),
    path("periode/<str:code>/tutup/", period.close, name="period_close"),
]
