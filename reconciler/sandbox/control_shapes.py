"""The bodies that the control door takes."""

from typing import Any, Literal

from reconciler.sandbox.shapes import Shape

ANYBODY = "dana.whitfield"


class Edit(Shape):
    """Fields of an object by dotted wire path."""

    Object: str
    Changes: dict[str, Any]
    Actor: str = ANYBODY


class Add(Shape):
    """A new object."""

    Kind: str
    Item: dict[str, Any]
    Actor: str = ANYBODY


class Delete(Shape):
    """An object that goes."""

    Object: str
    Actor: str = ANYBODY


class Candidates(Shape):
    """Candidates who start."""

    Object: str
    Count: int = 1
    Status: Literal["IN_PROGRESS", "HANDED_IN", "VOID"] = "IN_PROGRESS"


class ClockChange(Shape):
    """A new time, a step, or a clock that stops or goes."""

    Now: str | None = None
    AdvanceSeconds: float = 0
    Ticking: bool | None = None


class Proctorio(Shape):
    """The add-on switched, or its keys changed."""

    Active: bool | None = None
    RotateKeys: bool = False
    Actor: str = ANYBODY


class BehaviourChange(Shape):
    """Behaviours to switch; the defaults only mark what may be left out."""

    versions: bool = True
    etags: bool = True
    normalises: bool = False
    console: bool = True


class Setting(Shape):
    """A setting; without numbers it is a yes or no."""

    Name: str
    Numbers: list[int] | None = None


class Permission(Shape):
    """A row of the roles page."""

    Permission: str
