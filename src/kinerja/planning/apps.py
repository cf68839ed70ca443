from django.apps import AppConfig


class PlanningConfig(AppConfig):
    name = "kinerja.planning"
    label = "planning"
    verbose_name = "Perencanaan"

    def ready(self) -> None:
        from kinerja.planning.feed_readers import register_all  # models are there only now

        register_all()
