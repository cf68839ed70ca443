"""The models of this room."""

from kinerja.development.session import Session
from kinerja.development.training import Training

__all__ = ["Session", "Training"]
