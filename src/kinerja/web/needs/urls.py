"""Addresses of the pages of needs: surveys, discussions, complaints, service data, findings."""

from django.urls import URLPattern, URLResolver, path

from kinerja.web.needs import finding, need, problem_tree, scoring, thread

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
]

urlpatterns: list[URLPattern | URLResolver] = [*NEEDS]
