"""The word no."""


class Refusal(Exception):
    """A rule or a right forbids the act; nothing was changed.

    The message is Indonesian and meant for the person who asked: what is refused, why, and what
    to do instead. Pages show it beside the form, the API answers 409 with it. `about` names the
    argument of the verb that is wrong, where it is one: the page shows the words at that field.
    """

    def __init__(self, *words: str, about: str = "") -> None:
        super().__init__(*words)
        self.about = about


class Forbidden(Refusal):
    """The act is not this person's, whatever is asked: the answer is 403."""


class ChangedMeanwhile(Refusal):
    """Somebody else, or another window, has changed the row since it was shown.

    Nothing is overwritten unseen: the page shows what is stored now, and asks again.
    """
