"""Addresses of the pages of taking part."""

from django.urls import path

from kinerja.web.participation import (
    amendment,
    answer,
    handing_in,
    idea,
    outcome,
    setting,
    space,
    support,
    switching,
    voting,
)

urlpatterns = [
    path("gagasan/", idea.ideas, name="ideas"),
    path("gagasan/baru/", handing_in.idea_new, name="idea_new"),
    path("gagasan/aturan/", setting.idea_settings, name="idea_settings"),
    path("gagasan/ruang/", space.spaces, name="spaces"),
    path("gagasan/ruang/baru/", space.space_new, name="space_new"),
    path("gagasan/ruang/<int:space_id>/", space.space, name="space"),
    path("gagasan/ruang/<int:space_id>/ubah/", space.space_edit, name="space_edit"),
    path("gagasan/ruang/<int:space_id>/unit/", switching.space_unit, name="space_unit"),
    path("gagasan/ruang/<int:space_id>/tahap/", switching.space_move, name="space_move"),
    path("gagasan/ruang/<int:space_id>/pemutus/", switching.space_owner, name="space_owner"),
    path("gagasan/ruang/<int:space_id>/tutup/", switching.space_close, name="space_close"),
    path("gagasan/ruang/<int:space_id>/suara/", voting.space_vote, name="space_vote"),
    path("gagasan/ruang/<int:space_id>/daftar-suara/", voting.space_votes, name="space_votes"),
    path("gagasan/ruang/<int:space_id>/keputusan/", answer.space_decide, name="space_decide"),
    path("gagasan/<int:idea_id>/", idea.idea, name="idea"),
    path("gagasan/<int:idea_id>/ubah/", handing_in.idea_edit, name="idea_edit"),
    path("gagasan/<int:idea_id>/ajukan/", handing_in.idea_submit, name="idea_submit"),
    path("gagasan/<int:idea_id>/tarik/", handing_in.idea_withdraw, name="idea_withdraw"),
    path("gagasan/<int:idea_id>/berkas/<int:file_id>/", handing_in.idea_file, name="idea_file"),
    path("gagasan/<int:idea_id>/dukung/", support.idea_support, name="idea_support"),
    path("gagasan/<int:idea_id>/komentar/", support.idea_comment, name="idea_comment"),
    path(
        "gagasan/<int:idea_id>/komentar/<int:comment_id>/tarik/",
        support.idea_comment_withdraw,
        name="idea_comment_withdraw",
    ),
    path("gagasan/<int:idea_id>/penulis/", support.idea_invite, name="idea_invite"),
    path("gagasan/<int:idea_id>/undangan/", support.idea_invitation, name="idea_invitation"),
    path("gagasan/<int:idea_id>/perubahan/baru/", amendment.amendment_new, name="amendment_new"),
    path(
        "gagasan/<int:idea_id>/perubahan/<int:amendment_id>/",
        amendment.amendment,
        name="amendment",
    ),
    path("gagasan/<int:idea_id>/versi/<int:number>/", amendment.idea_version, name="idea_version"),
    path("gagasan/<int:idea_id>/jawaban/", answer.idea_answer, name="idea_answer"),
    path("gagasan/<int:idea_id>/pelaksanaan/", answer.idea_done, name="idea_done"),
    path("gagasan/<int:idea_id>/penjawab/", answer.idea_owner, name="idea_owner"),
    path("gagasan/<int:idea_id>/wujud/", outcome.idea_link, name="idea_link"),
    path("gagasan/<int:idea_id>/sasaran/", outcome.idea_goal, name="idea_goal"),
]
