from django.apps import AppConfig


class RecognitionConfig(AppConfig):
    name = "kinerja.recognition"
    label = "recognition"
    verbose_name = "Penghargaan"
