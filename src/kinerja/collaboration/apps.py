from django.apps import AppConfig


class CollaborationConfig(AppConfig):
    name = "kinerja.collaboration"
    label = "collaboration"
    verbose_name = "Kolaborasi"
