"""Addresses of the pages of competencies, training and learning plans."""

from django.urls import URLPattern, URLResolver, path

from kinerja.web.development import (
    assessment_import,
    competency,
    demand,
    dictionary,
    learning_plan,
    recommendation,
    standard,
    training_urls,
    unit_gap,
)

urlpatterns: list[URLPattern | URLResolver] = [
    path("kompetensi/", competency.competencies, name="competencies"),
    path("kompetensi/diri/", competency.see, name="competency_see"),
    path("kompetensi/pegawai/<int:person_id>/", competency.person, name="competency_person"),
    path("kompetensi/pegawai/<int:person_id>/nilai/", competency.note, name="competency_note"),
    path(
        "kompetensi/catatan/<int:assessment_id>/tarik/",
        competency.withdraw,
        name="competency_withdraw",
    ),
    path("kompetensi/unit/", unit_gap.units, name="competency_units"),
    path("kompetensi/unit/<int:unit_id>/", unit_gap.unit, name="competency_unit"),
    path("kompetensi/kamus/", dictionary.dictionary, name="competency_dictionary"),
    path("kompetensi/kamus/baru/", dictionary.new, name="competency_new"),
    path("kompetensi/kamus/<int:competency_id>/", dictionary.entry, name="competency_entry"),
    path("kompetensi/kamus/<int:competency_id>/ubah/", dictionary.edit, name="competency_edit"),
    path(
        "kompetensi/kamus/<int:competency_id>/hentikan/",
        dictionary.retire,
        name="competency_retire",
    ),
    path("kompetensi/standar/", standard.standards, name="competency_standards"),
    path("kompetensi/standar/baru/", standard.new, name="competency_standard_new"),
    path("kompetensi/standar/ilustrasi/", standard.fill, name="competency_standard_fill"),
    path(
        "kompetensi/standar/<int:standard_id>/akhiri/",
        standard.end,
        name="competency_standard_end",
    ),
    path("kompetensi/metode/", standard.method, name="growth_method"),
    path("kompetensi/impor/", assessment_import.upload, name="competency_import"),
    path("kompetensi/impor/simpan/", assessment_import.store, name="competency_import_store"),
    path("kompetensi/impor/contoh/", assessment_import.template, name="competency_import_template"),
    path("rencana-belajar/", learning_plan.mine, name="learning_plans"),
    path("rencana-belajar/tim/", learning_plan.team, name="learning_team"),
    path("rencana-belajar/langkah/baru/", learning_plan.step_new, name="learning_step_new"),
    path(
        "rencana-belajar/langkah/<int:step_id>/selesai/",
        learning_plan.step_finish,
        name="learning_step_finish",
    ),
    path(
        "rencana-belajar/langkah/<int:step_id>/batal/",
        learning_plan.step_drop,
        name="learning_step_drop",
    ),
    path("rencana-belajar/<int:plan_id>/", learning_plan.show, name="learning_plan"),
    path(
        "rencana-belajar/<int:plan_id>/ajukan/", learning_plan.submit, name="learning_plan_submit"
    ),
    path(
        "rencana-belajar/<int:plan_id>/sepakati/", learning_plan.agree, name="learning_plan_agree"
    ),
    path(
        "rencana-belajar/<int:plan_id>/kembalikan/",
        learning_plan.give_back,
        name="learning_plan_return",
    ),
    path(
        "rencana-belajar/<int:plan_id>/tinjau/", learning_plan.review, name="learning_plan_review"
    ),
    path(
        "rencana-belajar/<int:plan_id>/berkas/<int:file_id>/",
        learning_plan.file,
        name="learning_file",
    ),
    path("rekomendasi/manfaat/", recommendation.helped, name="recommendations_helped"),
    path(
        "rekomendasi/<int:recommendation_id>/",
        recommendation.recommendation,
        name="recommendation",
    ),
    *training_urls.urlpatterns,
    path("kebutuhan-pelatihan/", demand.demands, name="training_demands"),
    path("kebutuhan-pelatihan/<int:unit_id>/", demand.demand, name="training_demand"),
    path(
        "kebutuhan-pelatihan/<int:unit_id>/hitung/",
        demand.compute,
        name="training_demand_compute",
    ),
    path(
        "kebutuhan-pelatihan/<int:unit_id>/kaitkan/",
        demand.name,
        name="training_demand_name",
    ),
    path(
        "kebutuhan-pelatihan/<int:unit_id>/<int:competency_id>/pelatihan/",
        demand.training,
        name="training_from_demand",
    ),
]
