"""How a person sets the proctoring of a schedule, and how a page shows it."""

from reconciler.kinds import running
from reconciler.kinds.kind import Doing, Page, Told, missing, moving
from reconciler.kinds.proctorio import DEFAULT_TEMPLATE
from reconciler.kinds.words import Words
from reconciler.model.change import Change, FieldChange, Reactivate
from reconciler.model.observed import Unknown, Value
from reconciler.model.ref import Ref


def by_hand(change: Change, told: Told) -> Page:
    """The steps of one schedule: an activated one is deactivated first and activated last."""
    words = told.words
    fields = {field.path: field for field in moving(change)}
    runs = [field for path, field in fields.items() if running.is_running(path)]
    own = [field for path, field in fields.items() if not running.is_running(path)]
    doings = [Doing({f.path: f.after}, _do(f, told)) for f in own]
    if runs:
        doings.append(_activated(change, runs, told))
    before, after = _frame(change, told, run=bool(runs))
    page = words.say("page.schedule", name=_title(change, told))
    return Page(page, tuple(doings), before, after)


def state(path: str, value: Value | None, words: Words) -> str:
    """One field as the page shows it."""
    if path.startswith(running.TWEAK):
        return words.state(path.removeprefix(running.TWEAK), value)
    if running.is_running(path):
        return words.state(path.removeprefix(running.PREFIX), value)
    return f"{words.say(f'schedule.{path}')}: {words.value(path, value)}"


def _do(field: FieldChange, told: Told) -> str:
    if field.path.startswith(running.TWEAK):
        return told.words.setting(field.path.removeprefix(running.TWEAK), field.after)
    value = _named(field.after, told) if field.path == "template" else field.after
    return told.words.set_to(told.words.say(f"schedule.{field.path}"), field.path, value)


def _frame(change: Change, told: Told, *, run: bool) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """What comes before the steps and after them, by what is known of the sitting."""
    say, save = told.words.say, told.words.say("button.save_options")
    if isinstance(change, Reactivate):
        unread = missing(change) == {field.path for field in change.fields}
        before = say("schedule.unread" if unread else "button.deactivate")
        return (before,), () if run else (save, say("button.activate"))
    if change.ref in told.world.live.of("Schedule"):
        return (), (save,)
    return (say("schedule.draft", lead=told.lead),), (save, say("schedule.activate_again"))


def _activated(change: Change, runs: list[FieldChange], told: Told) -> Doing:
    """The step after which the sitting runs with what the files say."""
    words = told.words
    unread = all(field.path in missing(change) for field in runs)
    text = words.say(
        "schedule.running_unread" if unread else "schedule.running",
        activate=words.say("button.activate"),
        template=_template(change, told),
    )
    return Doing({field.path: field.after for field in runs}, text)


def _template(change: Change, told: Told) -> str:
    """The name of the template that the schedule is to use."""
    named = [field.after for field in moving(change) if field.path == "template"]
    observed = told.world.live.of("Schedule").get(change.ref)
    if not named and observed:
        reading = observed.reading("template")
        named = [] if isinstance(reading, Unknown) else [reading.value]
    return _named(named[0] if named else None, told)


def _named(template: Value | None, told: Told) -> str:
    """A template as lists show it: by its name, where a document gives one."""
    wanted = told.world.desired.get(Ref("Template", str(template)))
    name = getattr(wanted.resource, "name", None) if wanted else None
    if name:
        return str(name)
    return (
        told.words.say("template.default")
        if template in (None, DEFAULT_TEMPLATE)
        else str(template)
    )


def _title(change: Change, told: Told) -> str:
    """The external id with the title that the list of schedules shows, where that is known."""
    observed = told.world.live.of("Schedule").get(change.ref)
    title = observed.seen.raw.get("Title") if observed else None
    return f"{title} ({change.ref.name})" if title else change.ref.name
