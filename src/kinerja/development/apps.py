from django.apps import AppConfig
from django.db.models.signals import post_migrate


class DevelopmentConfig(AppConfig):
    name = "kinerja.development"
    label = "development"
    verbose_name = "Pengembangan"

    def ready(self) -> None:
        from kinerja.development.competency import lay_out_core

        post_migrate.connect(lay_out_core, sender=self, dispatch_uid="development.core")
