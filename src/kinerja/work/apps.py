from django.apps import AppConfig


class WorkConfig(AppConfig):
    name = "kinerja.work"
    label = "work"
    verbose_name = "Pelaksanaan"

    def ready(self) -> None:
        from kinerja.work.quantity_feed import register_all  # models are there only now

        register_all()
