"""The duties of a post: written by the office, read by whoever holds it."""

from django.test import Client
from tests.people.make import a_member, a_unit, an_account, an_admin, an_agency

from kinerja.records.event import Event


def test_the_office_writes_what_the_holder_reads(client: Client, db: None) -> None:
    an_agency()
    unit = a_unit("Puskesmas Pauh")
    sari, ani = a_member("Sari", unit), an_admin()
    post = unit.positions.get()
    address = f"/organisasi/{unit.pk}/jabatan/{post.pk}/uraian/"
    client.force_login(an_account(ani))
    assert "Isi uraian tugas" in client.get(f"/organisasi/{unit.pk}/").text

    assert client.post(address, {"duties": "Memeriksa ibu hamil\n\nKelas ibu"}).status_code == 302
    long = client.post(address, {"duties": "x" * 4_001})

    assert long.status_code == 422
    assert "Ubah uraian tugas" in client.get(f"/organisasi/{unit.pk}/").text
    assert Event.objects.get(name="position.duties_set").by == ani
    client.force_login(an_account(sari))
    assert "Memeriksa ibu hamil\nKelas ibu" in client.get("/peran/").text
    assert client.get(address).status_code == 404
