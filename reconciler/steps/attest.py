"""Find the steps that somebody says are done in the plan of now. Pure."""

import re
from collections.abc import Collection, Iterator, Sequence

from reconciler.errors import PlanMoved, ReconcilerError
from reconciler.model.plan import Judged
from reconciler.model.ref import Ref
from reconciler.model.runbook import Instruction
from reconciler.model.sameness import digest

SHORTEST = 12
STEP = re.compile(r"^(?:(?P<number>[0-9]+)-)?(?P<id>[0-9a-f]{8})$")
Found = tuple[Ref, Instruction]


def done(judged: Judged, names: Collection[str], expected: str = "") -> Sequence[Found]:
    """The steps by these names, in their order; all there are when no name is given.

    A name is that of a step or of an object; a bare number stands for a step of the plan whose
    digest is *expected* only. Raises PlanMoved when a step is no longer in the plan.
    """
    _same_plan(judged, expected)
    steps = [(sheet.ref, step) for sheet in judged.by_hand for step in sheet.steps]
    if not names:
        return steps
    found = {id(step): (ref, step) for name in names for ref, step in _of(name, steps, expected)}
    return sorted(found.values(), key=lambda entry: entry[1].number)


def _same_plan(judged: Judged, expected: str) -> None:
    if not expected:
        return
    now = digest(judged.plan)
    if len(expected) < SHORTEST:
        raise PlanMoved(
            f"a digest needs at least {SHORTEST} characters, and {expected!r} has fewer"
        )
    if not now.startswith(expected):
        raise PlanMoved(
            f"the plan is no longer {expected[:16]}, it is {now[:16]}; name the steps in full, "
            "such as 3-7f3a2c1d, or print the runbook again"
        )


def _of(name: str, steps: Sequence[Found], expected: str) -> Iterator[Found]:
    if "/" in name:
        found = [entry for entry in steps if str(entry[0]) == name]
        missing = f"nothing of {name} is to be done by hand now"
    elif name.isdecimal() and len(name) < 8:  # noqa: PLR2004 -- as long as an id
        if not expected:
            raise ReconcilerError(
                f"step {name} of which plan? add --digest, or name it in full, such as "
                f"{name}-7f3a2c1d, as `reconciler runbook` prints it"
            )
        found = [entry for entry in steps if entry[1].number == int(name)]
        missing = f"the plan has no step {name}"
    else:
        parts = STEP.match(name)
        if parts is None:
            raise ReconcilerError(
                f"{name!r} is no step such as 3-7f3a2c1d and no object such as Template/high-stakes"
            )
        found = [entry for entry in steps if entry[1].id == parts["id"]]
        missing = f"step {name} is no longer in the plan"
    if not found:
        raise PlanMoved(f"{missing}; nothing was recorded; print the runbook again")
    yield from found
