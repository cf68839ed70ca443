"""What this room refuses."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction

from kinerja.rules.refusal import Forbidden, Refusal


class NotAllowed(Forbidden):
    """The act belongs to somebody else."""


class InvalidInput(Refusal):
    """A value is missing, too long, or not one of the allowed ones."""


class NipTaken(Refusal):
    """Another person has this NIP."""


class CircularUnit(Refusal):
    """A unit cannot stand under itself."""


class UnknownUnit(Refusal):
    """No unit has this code."""


class CodeTaken(Refusal):
    """Another unit has this code."""


class UnitClosed(Refusal):
    """The unit is closed at that time."""


class UnitInUse(Refusal):
    """People or open units still belong to the unit."""


class PositionExists(Refusal):
    """The unit has such a post already, or a head."""


class CircularSupervision(Refusal):
    """The line of appraisers would come back to the person."""


class SelfSupervision(Refusal):
    """Nobody is his or her own appraiser."""


class PostTaken(Refusal):
    """The leading post is held in this way at that time."""


class OverlappingAssignment(Refusal):
    """The person has a definitive post, or this post, at that time."""


class NoDefinitivePost(Refusal):
    """The person holds no definitive post on that day."""


class NotALeadingPost(Refusal):
    """Only the head of a unit is replaced by a Plt or Plh, and only a head is a superior."""


class OverlappingLeave(Refusal):
    """The person is on leave on one of these days already."""


class WrongDates(Refusal):
    """The last day comes before the first."""


class HasLeft(Refusal):
    """The person has left the service."""


class RoleHeld(Refusal):
    """The person has this task already."""


class AgencyExists(Refusal):
    """The database belongs to an agency already."""


class AccountExists(Refusal):
    """The person has an account, or the name of the account is taken."""


class WeakPassword(Refusal):
    """The password is too short, too common or too near to the name."""


def check_fields(row: models.Model) -> None:
    """Refuse values that the fields of a new row do not allow; asks the database nothing.

    Errors: InvalidInput, which names each field and what is wrong with it.
    """
    fields = row._meta.concrete_fields
    labels = {field.name: str(field.verbose_name) for field in fields}
    try:
        row.clean_fields(exclude=[field.name for field in fields if field.is_relation])
    except ValidationError as error:
        wrong = error.message_dict.items()
        raise InvalidInput(
            " ".join(
                f"{labels[name][:1].upper()}{labels[name][1:]}: {' '.join(said)}"
                for name, said in wrong
            )
        ) from error


@contextmanager
def refused_by(constraints: Mapping[str, Refusal]) -> Iterator[None]:
    """Turn what the database refuses in the last moment into words, by the name of the constraint.

    Verbs look first; this is for two who act at the same time.
    """
    try:
        with transaction.atomic():
            yield
    except IntegrityError as error:
        diagnosis = getattr(error.__cause__, "diag", None)
        refusal = constraints.get(getattr(diagnosis, "constraint_name", None) or "")
        if refusal is None:
            raise
        raise type(refusal)(*refusal.args) from error
