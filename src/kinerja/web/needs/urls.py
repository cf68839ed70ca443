"""Addresses of the pages of needs: surveys, discussions, complaints, service data, findings."""

from django.urls import URLPattern, URLResolver, path

from kinerja.web.needs import finding, need, thread

NEEDS: list[URLPattern | URLResolver] = [
    path("temuan/", finding.findings, name="findings"),
    path("temuan/baru/", finding.finding_new, name="finding_new"),
    path("temuan/<int:finding_id>/", finding.finding, name="finding"),
    path("temuan/<int:finding_id>/tarik/", finding.finding_withdraw, name="finding_withdraw"),
    path("kebutuhan/", need.needs, name="needs"),
    path("kebutuhan/baru/", need.need_new, name="need_new"),
    path("kebutuhan/<int:need_id>/", thread.need, name="need"),
    path("kebutuhan/<int:need_id>/ubah/", need.need_edit, name="need_edit"),
    path("kebutuhan/<int:need_id>/selesai/", need.need_close, name="need_close"),
    path("kebutuhan/<int:need_id>/nilai-ulang/", need.need_next, name="need_next"),
    path("kebutuhan/<int:need_id>/sasaran/", thread.need_goal, name="need_goal"),
    path("kebutuhan/<int:need_id>/hubungkan/", thread.need_link, name="need_link"),
    path("kebutuhan/<int:need_id>/lepas/", thread.need_unlink, name="need_unlink"),
]

urlpatterns: list[URLPattern | URLResolver] = [*NEEDS]
