"""Recurring work and "Ulangi" on the pages: prefilled forms, nobody else's words."""

from tests.web.work.visit import enter
from tests.work.make import Centre, a_report, days_ago

from kinerja.work.report import Report
from kinerja.work.template import ReportTemplate, add_template


def initial(answer) -> tuple[str, int]:
    form = answer.context["form"]
    return form["text"].value(), form["result"].value() if "result" in form.fields else 0


def test_from_the_report_to_the_home_page_in_one_tap_each(centre: Centre) -> None:
    old = a_report(centre.sari, "Kelas ibu", result=centre.classes, done_on=days_ago(9))
    for day in (1, 2):  # what is done most
        a_report(centre.sari, f"Memeriksa {day}", result=centre.checks, done_on=days_ago(day))
    client = enter(centre.sari)

    assert "Jadikan rutin" in client.get(f"/laporan/{old.pk}/").content.decode()
    client.post(f"/laporan/{old.pk}/rutin/")
    template = ReportTemplate.objects.get()
    home = client.get("/").content.decode()

    assert f'href="/lapor/?rutin={template.pk}">Kelas ibu</a>' in home
    assert initial(client.get(f"/lapor/?rutin={template.pk}")) == ("Kelas ibu", centre.classes.pk)
    assert initial(client.get(f"/lapor/?ulangi={old.pk}")) == ("Kelas ibu", centre.classes.pk)
    assert initial(client.get("/lapor/")) == ("", centre.checks.pk)
    assert Report.objects.count() == 3  # nothing is filed by looking


def test_words_of_others_are_not_repeated(centre: Centre) -> None:
    report = a_report(centre.sari, "Kelas ibu")
    template = add_template(text="Apel pagi", by=centre.sari)
    client = enter(centre.budi)

    assert initial(client.get(f"/lapor/?ulangi={report.pk}"))[0] == ""
    assert initial(client.get(f"/lapor/?rutin={template.pk}"))[0] == ""
    assert "Ulangi" not in client.get(f"/laporan/{report.pk}/").content.decode()
    assert client.post(f"/laporan/{report.pk}/rutin/").status_code == 403
    assert client.get(f"/lapor/rutin/{template.pk}/").status_code == 404
    assert client.post(f"/lapor/rutin/{template.pk}/hapus/").status_code == 404
    assert initial(client.get("/lapor/?ulangi=x&rutin=²"))[0] == ""


def test_a_plan_item_that_has_ended_is_not_chosen(centre: Centre) -> None:
    old = a_report(centre.sari, "Kelas ibu", result=centre.classes)
    centre.classes.plan.ends_on = days_ago(1)
    centre.classes.plan.save()

    assert initial(enter(centre.sari).get(f"/lapor/?ulangi={old.pk}")) == ("Kelas ibu", 0)


def test_rename_and_remove_on_the_page(centre: Centre) -> None:
    template = add_template(text="Apel pagi", by=centre.sari)
    add_template(text="Kelas ibu", by=centre.sari)
    client = enter(centre.sari)
    page = f"/lapor/rutin/{template.pk}/"

    wrong = client.post(page, {"name": "Kelas ibu"})
    assert wrong.status_code == 422
    assert "sudah dipakai" in wrong.content.decode()
    assert client.post(page, {"name": ""}).status_code == 422
    assert client.post(page, {"name": "Apel"}).headers["Location"] == "/lapor/rutin/"
    assert "Apel" in client.get("/lapor/rutin/").content.decode()
    client.post(f"{page}hapus/")
    assert [one.name for one in ReportTemplate.objects.all()] == ["Kelas ibu"]


def test_without_any_the_page_says_how(centre: Centre) -> None:
    assert "Belum ada pekerjaan rutin" in enter(centre.tono).get("/lapor/rutin/").content.decode()
