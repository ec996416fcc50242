"""The schedules that use a template: which change they forbid, and what one means to them."""

from collections.abc import Iterator

from reconciler.kinds import effects, proctorio
from reconciler.kinds.kind import Step
from reconciler.model.change import Change, Delete
from reconciler.model.direction import Effect
from reconciler.model.live import Live
from reconciler.model.observed import Observed


def objections(step: Step) -> Iterator[str]:
    """Why a template must not be deleted: who still uses it."""
    if not isinstance(step.change, Delete):
        return
    users = sorted(
        str(schedule.ref)
        for schedule in step.after.of("Schedule").values()
        if schedule.fields.get("template") == step.change.ref.name
        and schedule.seen.raw.get("ArchiveState") != 2  # noqa: PLR2004 -- archived, in wire terms
    )
    if users:
        yield f"still used by {', '.join(users[:3])}" + (" and more" if len(users) > 3 else "")  # noqa: PLR2004


def touches(change: Change, live: Live) -> Iterator[Observed]:
    """The proctored schedules that use a template."""
    for schedule in live.of("Schedule").values():
        used = schedule.fields.get("template") == change.ref.name
        if used and schedule.fields.get("proctoring") is not False:
            yield schedule


def changed(step: Step) -> Iterator[Effect]:
    """Field by field; a new template means nothing to candidates before a schedule names it."""
    fields = {field.path: field for field in effects.fields(step.change)}
    if effects.SAVED in fields:
        yield effects.unknown(effects.SAVED, fields[effects.SAVED].label)
        return
    for path, field in fields.items():
        option = proctorio.BY_PATH.get(path)
        if option:
            will = {path: field.after}
            yield from effects.between(option, effects.before(field, option), will, path)
