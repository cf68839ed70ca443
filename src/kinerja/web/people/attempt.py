"""One act: the form is read, the verb is said, a refusal stands at the form in its own words."""

from collections.abc import Callable

from kinerja.rules.refusal import Refusal
from kinerja.web.forms import Form


def done(form: Form, act: Callable[[], object]) -> bool:
    """Whether the form was sent, is whole, and the act was not refused.

    The act reads `form.cleaned_data`; it is only said when that is there.
    """
    if not form.is_valid():
        return False
    try:
        act()
    except Refusal as refusal:
        form.add_error(None, str(refusal))
        return False
    return True


def status(form: Form) -> int:
    """422 for a form that came back with errors."""
    return 422 if form.errors else 200
