"""Addresses of the pages of planning."""

from django.urls import path

from kinerja.web.planning import (
    amendment,
    coverage,
    criteria,
    dialogue,
    goal,
    goal_map,
    indicator_feed,
    key_indicator,
    library,
    linking,
    matrix,
    my_role,
    offer,
    plan,
    result,
    result_state,
    role,
    sheet,
    strategy,
    template,
    template_use,
    terms,
    trajectory,
    value_import,
    weights,
)
from kinerja.web.planning.sharing import agreement, exchange

INDICATOR = "sasaran/indikator/<int:indicator_id>/"

MATRIX = [
    path("matriks/", matrix.matrix_home, name="matrix"),
    path("matriks/mulai/<int:year>/", matrix.matrix_start, name="matrix_start"),
    path("matriks/peran/", role.my_roles, name="my_roles"),
    path("matriks/peran/ambil/<int:year>/", role.roles_take, name="roles_take"),
    path("matriks/peran/<int:role_id>/ambil/", role.role_take, name="role_take"),
    path("matriks/peran/<int:role_id>/jawab/", role.role_answer, name="role_answer"),
    path("matriks/jawaban/", role.matrix_answers, name="matrix_answers"),
    path("matriks/undangan/<int:guest_id>/", role.guest_answer, name="guest_answer"),
    path("matriks/<int:matrix_id>/", matrix.matrix_show, name="matrix_show"),
    path("matriks/<int:matrix_id>/undang/", matrix.matrix_invite, name="matrix_invite"),
    path("matriks/<int:matrix_id>/tim/", matrix.matrix_team, name="matrix_team"),
    path(
        "matriks/<int:matrix_id>/sel/<int:indicator_id>/<int:person_id>/",
        matrix.matrix_cell,
        name="matrix_cell",
    ),
    path(
        "matriks/<int:matrix_id>/ajukan/<int:indicator_id>/",
        role.role_volunteer,
        name="role_volunteer",
    ),
]

TEMPLATES = [
    path("templat-rencana/", template.templates, name="templates"),
    path("templat-rencana/baru/", template.template_new, name="template_new"),
    path("templat-rencana/dari/<int:plan_id>/", template.template_from, name="template_from"),
    path(
        "templat-rencana/pemakaian/<int:use_id>/", template_use.template_used, name="template_used"
    ),
    path(
        "templat-rencana/pemakaian/<int:use_id>/batalkan/",
        template_use.template_undo,
        name="template_undo",
    ),
    path("templat-rencana/<int:template_id>/", template.template_show, name="template_show"),
    path(
        "templat-rencana/<int:template_id>/hasil/", template.template_result, name="template_result"
    ),
    path(
        "templat-rencana/<int:template_id>/hasil/<int:number>/keluarkan/",
        template.template_drop,
        name="template_drop",
    ),
    path(
        "templat-rencana/<int:template_id>/lampiran/", template.template_term, name="template_term"
    ),
    path(
        "templat-rencana/<int:template_id>/pakai/", template_use.template_use, name="template_use"
    ),
]

REVIEW_AND_ACTION = [
    path("rencana/hasil/<int:result_id>/telaah/", criteria.result_review, name="result_review"),
    path("sasaran/<int:goal_id>/telaah/", criteria.goal_review, name="goal_review"),
    path("rencana/hasil/<int:result_id>/aksi/", strategy.action_plan, name="action_plan"),
    path(
        "rencana/hasil/<int:result_id>/strategi/baru/", strategy.strategy_new, name="strategy_new"
    ),
    path("rencana/langkah/<int:step_id>/selesai/", strategy.step_finish, name="step_finish"),
    path("rencana/langkah/<int:step_id>/hapus/", strategy.step_remove, name="step_remove"),
    path("rencana/strategi/<int:strategy_id>/", strategy.strategy_show, name="strategy_show"),
    path("rencana/strategi/<int:strategy_id>/ubah/", strategy.strategy_edit, name="strategy_edit"),
    path(
        "rencana/strategi/<int:strategy_id>/hapus/",
        strategy.strategy_remove,
        name="strategy_remove",
    ),
    path("rencana/indikator/<int:indicator_id>/manual/", sheet.sheet_show, name="sheet_show"),
    path("rencana/indikator/<int:indicator_id>/manual/ubah/", sheet.sheet_edit, name="sheet_edit"),
    path("rencana/indikator/<int:indicator_id>/posisi/", sheet.reading_new, name="reading_new"),
]

SHARING = [
    path("sasaran/bersama/", agreement.sharings, name="sharings"),
    path("sasaran/bersama/jawaban/", exchange.sharing_answer_load, name="sharing_answer_load"),
    path("sasaran/bersama/tawaran/muat/", exchange.sharing_offer_load, name="sharing_offer_load"),
    path("sasaran/bersama/tawaran/<int:offer_id>/", exchange.received_offer, name="received_offer"),
    path(
        "sasaran/bersama/tawaran/<int:offer_id>/berkas/",
        exchange.received_offer_file,
        name="received_offer_file",
    ),
    path("sasaran/bersama/bagian/<int:part_id>/", agreement.sharing_answer, name="sharing_answer"),
    path(
        "sasaran/bersama/bagian/<int:part_id>/berkas/",
        exchange.sharing_offer_file,
        name="sharing_offer_file",
    ),
    path(
        "sasaran/bersama/<int:agreement_id>/tarik/",
        agreement.sharing_withdraw,
        name="sharing_withdraw",
    ),
    path("sasaran/<int:goal_id>/bersama/", agreement.goal_sharing, name="goal_sharing"),
    path("sasaran/<int:goal_id>/bersama/usul/", agreement.sharing_new, name="sharing_new"),
]

urlpatterns = [
    *SHARING,
    *REVIEW_AND_ACTION,
    *TEMPLATES,
    *MATRIX,
    path("rencana/", plan.my_plan, name="plan"),
    path("rencana/mulai/<int:year>/", plan.start, name="plan_start"),
    path("rencana/masuk/", dialogue.inbox, name="plan_inbox"),
    path("rencana/<int:plan_id>/", plan.show_plan, name="plan_show"),
    path("rencana/<int:plan_id>/salin/", plan.copy, name="plan_copy"),
    path("rencana/<int:plan_id>/ajukan/", dialogue.submit, name="plan_submit"),
    path("rencana/<int:plan_id>/tarik/", dialogue.withdraw, name="plan_withdraw"),
    path("rencana/<int:plan_id>/tetapkan/", dialogue.agree, name="plan_set"),
    path("rencana/<int:plan_id>/kembalikan/", dialogue.give_back, name="plan_return"),
    path("rencana/<int:plan_id>/ekspektasi/", dialogue.expectations, name="plan_expectations"),
    path("rencana/<int:plan_id>/ubah/", amendment.amend, name="plan_amend"),
    path("rencana/<int:plan_id>/batalkan/", amendment.cancel, name="plan_amendment_cancel"),
    path("rencana/<int:plan_id>/versi/", amendment.versions, name="plan_versions"),
    path("rencana/<int:plan_id>/atasan-penilai/", dialogue.ask_superior, name="plan_ask_above"),
    path("rencana/<int:plan_id>/dialog/", dialogue.offer, name="plan_dialogue"),
    path("rencana/<int:plan_id>/sepakati/", dialogue.renew, name="plan_agree_anew"),
    path("rencana/<int:plan_id>/hubungkan/", linking.link, name="plan_link"),
    path("rencana/<int:plan_id>/ingatkan/", linking.remind, name="plan_remind"),
    path("rencana/hasil/<int:result_id>/keadaan/", result_state.state, name="result_state"),
    path("rencana/indikator/<int:indicator_id>/usul/", offer.new_offer, name="offer_new"),
    path("rencana/usulan/<int:offer_id>/", offer.answer, name="offer_answer"),
    path("peran/", my_role.role, name="role"),
    path("peran/paham/", my_role.confirm, name="role_confirm"),
    path("peran/tim/", my_role.team, name="role_team"),
    path("rencana/<int:plan_id>/lampiran/", terms.terms, name="plan_terms"),
    path("rencana/lampiran/<int:term_id>/hapus/", terms.delete_term, name="term_remove"),
    path("rencana/<int:plan_id>/hasil/baru/", result.new_result, name="result_new"),
    path("rencana/hasil/<int:result_id>/", result.change_result, name="result_edit"),
    path("rencana/hasil/<int:result_id>/hapus/", result.delete_result, name="result_remove"),
    path(
        "rencana/hasil/<int:result_id>/indikator/baru/",
        result.new_indicator,
        name="indicator_new",
    ),
    path("rencana/indikator/<int:indicator_id>/", result.change_indicator, name="indicator_edit"),
    path(
        "rencana/indikator/<int:indicator_id>/bulanan/",
        trajectory.trajectory,
        name="indicator_trajectory",
    ),
    path(
        "rencana/indikator/<int:indicator_id>/hapus/",
        result.delete_indicator,
        name="indicator_remove",
    ),
    path("sasaran/", goal.goals, name="goals"),
    path("sasaran/pohon/", goal_map.goal_map, name="goal_map"),
    path("sasaran/cakupan/", coverage.goal_coverage, name="goal_coverage"),
    path("sasaran/pustaka/", library.indicator_library, name="indicator_library"),
    path("sasaran/pustaka/<slug:code>/", library.library_use, name="library_use"),
    path("sasaran/nilai/impor/", value_import.value_import, name="value_import"),
    path("sasaran/nilai/simpan/", value_import.value_import_store, name="value_import_store"),
    path("sasaran/nilai/contoh/", value_import.value_import_template, name="value_import_template"),
    path("sasaran/baru/", goal.new_goal, name="goal_new"),
    path("sasaran/<int:goal_id>/", goal.goal, name="goal_show"),
    path("sasaran/<int:goal_id>/pohon/", goal_map.goal_map_of, name="goal_map_of"),
    path("sasaran/<int:goal_id>/bobot/", weights.goal_weights, name="goal_weights"),
    path("sasaran/<int:goal_id>/ubah/", goal.change_goal, name="goal_edit"),
    path(
        "sasaran/<int:goal_id>/indikator/baru/",
        key_indicator.new_key_indicator,
        name="key_indicator_new",
    ),
    path(
        INDICATOR,
        key_indicator.change_key_indicator,
        name="key_indicator_edit",
    ),
    path(INDICATOR + "rincian/", key_indicator.key_indicator, name="key_indicator_show"),
    path(INDICATOR + "bulanan/", trajectory.key_trajectory, name="key_trajectory"),
    path(INDICATOR + "target/", key_indicator.key_target, name="key_target"),
    path(INDICATOR + "nilai/", key_indicator.key_value, name="key_value"),
    path(INDICATOR + "sumber/", indicator_feed.key_feed, name="key_feed"),
    path(INDICATOR + "sumber/ambil/", indicator_feed.key_feed_run, name="key_feed_run"),
    path(INDICATOR + "sumber/hentikan/", indicator_feed.key_feed_stop, name="key_feed_stop"),
]
