"""What a change of a role allows its users more, or less, than before."""

from collections.abc import Iterator

from reconciler.kinds import effects, ticks
from reconciler.kinds.kind import Step
from reconciler.model.change import Create, Delete, FieldChange
from reconciler.model.direction import Direction, Effect
from reconciler.model.observed import Known, Value

TYPE = "type"
TYPES = ("Candidate", "Author", "Admin", "SystemAdmin")  # from the least to the most powerful


def rank(role_type: Value | None) -> int:
    """How much a type of role allows at most, as a number."""
    return TYPES.index(str(role_type))


def changed(step: Step) -> Iterator[Effect]:
    """What is granted and revoked.

    Nobody holds a role that has just been made or that may be deleted. But who is given it
    afterwards, outside of git, has what it grants; so both count.
    """
    change = step.change
    match change:
        case Create():
            for value in change.fields:
                yield from _gives(value.path, None, value.after)
        case Delete():
            role = step.before.of("Role").get(change.ref)
            if role and any(value is True for value in role.fields.values()):
                yield Effect(Direction.REVOKED, "", "the whole role")
        case _:
            for field in change.fields:
                yield from _moved(field)


def _moved(field: FieldChange) -> Iterator[Effect]:
    if field.known is Known.UNKNOWN:
        yield effects.unknown(field.path, _said(field.path, field.after))
    else:
        yield from _gives(field.path, field.before, field.after)


def _gives(path: str, before: Value | None, after: Value | None) -> Iterator[Effect]:
    was, will = _power(path, before), _power(path, after)
    if was != will:
        direction = Direction.GRANTED if will > was else Direction.REVOKED
        yield Effect(direction, path, _said(path, after))


def _power(path: str, value: Value | None) -> int:
    """A row that the role does not have, and a type that nobody has said, give nothing."""
    return rank(value or TYPES[0]) if path == TYPE else int(value is True)


def _said(path: str, after: Value | None) -> str:
    return f"type {after}" if path == TYPE else path.removeprefix(ticks.PREFIX)
