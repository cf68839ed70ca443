"""Addresses of the pages of planning."""

from django.urls import path

from kinerja.web.planning import dialogue, goal, key_indicator, plan, result, terms

INDICATOR = "sasaran/indikator/<int:indicator_id>/"

urlpatterns = [
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
        "rencana/indikator/<int:indicator_id>/hapus/",
        result.delete_indicator,
        name="indicator_remove",
    ),
    path("sasaran/", goal.goals, name="goals"),
    path("sasaran/baru/", goal.new_goal, name="goal_new"),
    path("sasaran/<int:goal_id>/", goal.goal, name="goal_show"),
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
    path(INDICATOR + "target/", key_indicator.key_target, name="key_target"),
    path(INDICATOR + "nilai/", key_indicator.key_value, name="key_value"),
]
