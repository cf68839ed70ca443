"""What the 360 round refuses."""

from kinerja.rules.refusal import Forbidden, Refusal


class WrongStep(Refusal):
    """The round is not at the step that the act needs."""


class RoundShut(Refusal):
    """The days for it are over, or not there yet."""


class NotInvited(Forbidden):
    """The question was not put to this person."""


class NotYourTeam(Forbidden):
    """The appraiser of the person decides this."""


class AnsweredAlready(Refusal):
    """Each question is answered once; who answered cannot find the answer again."""


class Incomplete(Refusal):
    """A value has no answer; the message names it."""


class NotACandidate(Refusal):
    """This colleague cannot be asked about the person."""


class TooMany(Refusal):
    """The person named enough colleagues, or the colleague is asked often enough."""


class WrongSettings(Refusal):
    """The days or the numbers of a round do not fit."""


class SealBroken(Refusal):
    """The answers cannot be read with the secret of this installation."""

    def __init__(self) -> None:
        super().__init__(
            "Jawaban putaran ini tidak dapat dibuka: rahasia pemasangan (KINERJA_SECRET) sudah"
            " diganti sejak putaran dibuka. Minta pengelola sistem memasang kembali rahasia yang"
            " lama, lalu ulangi."
        )
