"""Small numbers of examples, so that all properties together stay quick."""

from hypothesis import settings

settings.register_profile("rules", max_examples=50, deadline=None)
settings.load_profile("rules")
