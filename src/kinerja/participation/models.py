"""The models of this room."""

from kinerja.participation.amendment import Amendment
from kinerja.participation.answer import IdeaAnswer
from kinerja.participation.ballot import VoteChoice, VoteCount
from kinerja.participation.comment import IdeaComment
from kinerja.participation.idea import CoAuthor, Idea, IdeaFile, IdeaVersion
from kinerja.participation.outcome import IdeaOutcome
from kinerja.participation.setting import IdeaSetting
from kinerja.participation.space import Space, SpaceUnit
from kinerja.participation.support import Support
from kinerja.participation.switching import SpaceMove

__all__ = [
    "Amendment",
    "CoAuthor",
    "Idea",
    "IdeaAnswer",
    "IdeaComment",
    "IdeaFile",
    "IdeaOutcome",
    "IdeaSetting",
    "IdeaVersion",
    "Space",
    "SpaceMove",
    "SpaceUnit",
    "Support",
    "VoteChoice",
    "VoteCount",
]
