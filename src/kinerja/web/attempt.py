"""One act: the form is read, the verb is said, a refusal stands at the form in its own words."""

from collections.abc import Callable
from typing import TypeVar

from kinerja.rules.refusal import Forbidden, Refusal
from kinerja.web.forms import Form

Made = TypeVar("Made")


def made(form: Form, act: Callable[[], Made]) -> Made | None:
    """What the act returns; None while the form was not sent, is not whole, or the act is refused.

    The act reads `form.cleaned_data`; it is only said when that is there. Where the words of a
    refusal stand is for the form to say (`Form.refuse`). What is not this person's to do at all
    (`Forbidden`) is answered by the page around it.
    """
    if not form.is_valid():
        return None
    try:
        return act()
    except Forbidden:
        raise
    except Refusal as refusal:
        form.refuse(refusal)
        return None


def done(form: Form, act: Callable[[], object]) -> bool:
    """Whether the form was sent, is whole, and the act was done."""

    def said() -> bool:
        act()
        return True

    return made(form, said) is True


def refusal_of(act: Callable[[], object]) -> Refusal | None:
    """Why an act without a form (one button) was refused; None when it was done.

    `Forbidden` is answered by the page around it here too.
    """
    try:
        act()
    except Forbidden:
        raise
    except Refusal as refusal:
        return refusal
    return None


def status(*forms: Form | None) -> int:
    """422 when one of the forms came back with errors."""
    return 422 if any(form is not None and form.errors for form in forms) else 200
