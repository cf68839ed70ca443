from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "kinerja.people"
    label = "people"
    verbose_name = "Kepegawaian"

    def ready(self) -> None:
        from kinerja.people.access import sight
        from kinerja.people.person import gate

        gate.sight = sight
