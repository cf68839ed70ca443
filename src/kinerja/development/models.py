"""The models of this room."""

__all__: list[str] = []
