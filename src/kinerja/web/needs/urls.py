"""Addresses of the pages of needs: surveys, discussions, complaints, service data, findings."""

from django.urls import URLPattern, URLResolver, path

from kinerja.web.needs import (
    discussion,
    finding,
    need,
    problem_tree,
    scoring,
    service_data,
    service_load,
    thread,
    workload,
)
from kinerja.web.needs.complaint.urls import COMPLAINTS
from kinerja.web.needs.survey.urls import SURVEYS

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
    path("pohon-masalah/", problem_tree.problem_trees, name="problem_trees"),
    path("pohon-masalah/baru/", problem_tree.problem_tree_new, name="problem_tree_new"),
    path("pohon-masalah/<int:tree_id>/", problem_tree.problem_tree, name="problem_tree"),
    path(
        "pohon-masalah/<int:tree_id>/simpul/",
        problem_tree.problem_node_new,
        name="problem_node_new",
    ),
    path("pohon-masalah/simpul/<int:node_id>/", problem_tree.problem_node, name="problem_node"),
    path(
        "pohon-masalah/simpul/<int:node_id>/hapus/",
        problem_tree.problem_node_remove,
        name="problem_node_remove",
    ),
    path("prioritas/", scoring.scorings, name="scorings"),
    path("prioritas/baru/", scoring.scoring_new, name="scoring_new"),
    path("prioritas/<int:scoring_id>/", scoring.scoring, name="scoring"),
    path("prioritas/<int:scoring_id>/tutup/", scoring.scoring_close, name="scoring_close"),
    path("beban-kerja/", workload.workloads, name="workloads"),
    path("beban-kerja/baru/", workload.workload_new, name="workload_new"),
    path("beban-kerja/<int:workload_id>/", workload.workload, name="workload"),
    path("beban-kerja/<int:workload_id>/tugas/", workload.workload_task, name="workload_task"),
    path("beban-kerja/<int:workload_id>/berkas/", workload.workload_file, name="workload_file"),
    path(
        "beban-kerja/<int:workload_id>/tugas/<int:task_id>/hapus/",
        workload.workload_task_remove,
        name="workload_task_remove",
    ),
    path(
        "beban-kerja/<int:workload_id>/temuan/",
        workload.workload_shortage,
        name="workload_shortage",
    ),
    path("beban-kerja/<int:workload_id>/xlsx/", workload.workload_sheet, name="workload_sheet"),
]

SERVICE_DATA: list[URLPattern | URLResolver] = [
    path("data-layanan/", service_data.datasets, name="service_data"),
    path("data-layanan/baru/", service_data.dataset_new, name="service_dataset_new"),
    path("data-layanan/contoh.xlsx", service_load.load_template, name="service_data_template"),
    path("data-layanan/<int:dataset_id>/", service_data.dataset, name="service_dataset"),
    path("data-layanan/<int:dataset_id>/muat/", service_load.load_new, name="service_dataset_load"),
    path(
        "data-layanan/ukuran/<int:measure_id>/", service_data.measure_edit, name="service_measure"
    ),
    path(
        "data-layanan/menonjol/<int:detection_id>/temuan/",
        service_data.detection_note,
        name="service_detection_note",
    ),
    path("data-layanan/muatan/<int:load_id>/", service_load.load, name="service_load"),
    *(
        path(f"data-layanan/muatan/<int:load_id>/{word}/", view, name=f"service_load_{name}")
        for word, name, view in (
            ("kolom", "columns", service_load.load_columns),
            ("simpan", "store", service_load.load_store),
            ("batal", "withdraw", service_load.load_withdraw),
            ("berkas", "file", service_load.load_file),
        )
    ),
]

MEETING = "diskusi/<int:discussion_id>/"
DISCUSSIONS: list[URLPattern | URLResolver] = [
    path("diskusi/", discussion.discussions, name="discussions"),
    path("diskusi/baru/", discussion.new_discussion, name="discussion_new"),
    path(MEETING, discussion.discussion, name="discussion"),
    path(f"{MEETING}pernyataan/", discussion.state, name="discussion_state"),
    path(
        f"{MEETING}pernyataan/<int:statement_id>/hapus/",
        discussion.unstate,
        name="discussion_unstate",
    ),
    path(
        f"{MEETING}pernyataan/<int:statement_id>/temuan/",
        discussion.statement_finding,
        name="discussion_finding",
    ),
    path(f"{MEETING}notulen/", discussion.minutes, name="discussion_minutes"),
    path(f"{MEETING}tarik/", discussion.withdraw, name="discussion_withdraw"),
    path(f"{MEETING}berkas/<int:file_id>/", discussion.file, name="discussion_file"),
]

urlpatterns: list[URLPattern | URLResolver] = [
    *SURVEYS,
    *NEEDS,
    *SERVICE_DATA,
    *COMPLAINTS,
    *DISCUSSIONS,
]
