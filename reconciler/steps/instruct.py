"""Say step by step what people are to do, in the words of the platform's pages. Pure."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from reconciler.kinds import KINDS
from reconciler.kinds.kind import Doing, Page, Told, World, moving
from reconciler.kinds.words import Words
from reconciler.model.approval import unapproved
from reconciler.model.change import Change, Manual, Reactivate
from reconciler.model.observed import Value
from reconciler.model.place import Place
from reconciler.model.plan import Attested, Judged
from reconciler.model.reach import Action
from reconciler.model.ref import Ref
from reconciler.model.runbook import ABSENT, ACTIVE, ADD_ON, Instruction, Sheet
from reconciler.model.sameness import identify, named
from reconciler.model.verdict import ByHand, Refused, TooLate, Verdict, Wait

BY_NAME = {kind.name: kind for kind in KINDS}
SHORT = 8  # characters of an id


@dataclass(frozen=True, slots=True)
class Office:
    """How people are told what to do, and how long their word holds; *lead* is the lead time."""

    words: Words
    again_after: timedelta
    lead: timedelta


def instruct(judged: Judged, world: World, office: Office, now: datetime) -> Judged:
    """The plan with the steps of what is by hand, and of what somebody should look at again.

    Verdicts that wait for such steps name them.
    """
    told = Told(office.words, world, _span(office.lead))
    count = _Count()
    first = tuple(count.sheet(ref, page, {}) for ref, page in _add_on(judged, told))
    unsigned = unapproved(judged.demands)
    sheets = tuple(_sheet(change, verdict, told, count, unsigned) for change, verdict in judged)
    late = [said for said in judged.plan.aside.attested if now - said.at > office.again_after]
    again = tuple(count.sheet(said.ref, _look(said, told), {}) for said in late)
    numbered = {sheet.ref: sheet for sheet in sheets if sheet and sheet.steps}
    verdicts = tuple(_pointing(verdict, numbered) for verdict in judged.verdicts)
    return replace(judged, verdicts=verdicts, sheets=sheets, due=(*first, *again))


def _sheet(
    change: Change, verdict: Verdict, told: Told, count: "_Count", unsigned: Mapping[str, str]
) -> Sheet | None:
    """The steps of a change that a person makes, or why there are none now."""
    reach = told.world.live.reach(change.ref.kind)
    cycle = isinstance(change, Reactivate) and not reach.can(Action.DEACTIVATE)
    if not moving(change) or not (cycle or isinstance(change, Manual)):
        return None
    page = BY_NAME[change.ref.kind].manual().by_hand(change, told)
    if isinstance(verdict, ByHand):
        who = unsigned.get(identify(change)) if unsigned else None
        # Nobody can hold people back, so the page that they work from has to say it.
        first = (told.words.say("verdict.unsigned", who=who),) if who else ()
        page = replace(page, before=(*first, *page.before))
        return count.sheet(change.ref, page, _places(change))
    return Sheet(change.ref, page.where, (), (_not_now(verdict, told.words),))


def _not_now(verdict: Verdict, words: Words) -> str:
    match verdict:
        case Wait(why, until):
            since = f" ({until:%Y-%m-%d %H:%M} UTC)" if until else ""
            return f"{words.say('verdict.wait')}{since}: {why}"
        case TooLate(why):
            return f"{words.say('verdict.too_late')}: {why}"
        case Refused(why):
            return f"{words.say('verdict.refused')}: {why}"
        case _:
            raise AssertionError(f"{verdict.verdict} has steps, or is not by hand")


@dataclass
class _Count:
    """Numbers the steps of a plan, one after the other."""

    number: int = 0

    def sheet(self, ref: Ref, page: Page, places: Mapping[str, Place | None]) -> Sheet:
        steps = tuple(self._step(ref, doing, places) for doing in page.doings)
        return Sheet(ref, page.where, steps, page.before, page.after)

    def _step(self, ref: Ref, doing: Doing, places: Mapping[str, Place | None]) -> Instruction:
        self.number += 1
        work = [str(ref), sorted((path, repr(value)) for path, value in doing.fields.items())]
        place = places.get(next(iter(doing.fields)))
        name = named(work)[:SHORT]
        return Instruction(self.number, name, doing.text, doing.fields, doing.caution, place)


def _add_on(judged: Judged, told: Told) -> Iterator[tuple[Ref, Page]]:
    """The precondition of everything, where no channel tells and nobody has said it."""
    tenant = told.world.live.tenant.features
    said = any(attested.ref == ADD_ON for attested in judged.plan.aside.attested)
    if tenant.proctorio_active is None and told.world.desired and not said:
        words = told.words
        doing = Doing({ACTIVE: True}, words.say("add_on.menu"))
        yield ADD_ON, Page(words.say("page.tenant"), (doing,), (words.say("add_on.licence"),))


def _places(change: Change) -> dict[str, Place | None]:
    return {field.path: field.place for field in moving(change)}


def _look(said: Attested, told: Told) -> Page:
    """One step for all that somebody has vouched for of an object too long ago."""
    words = told.words
    if said.ref == ADD_ON:
        where, settings = words.say("page.tenant"), words.say("add_on.active")
    else:
        where = words.say(f"page.{said.ref.kind.lower()}", name=said.ref.name)
        settings = "; ".join(_states(said.ref, said.fields, words))
    return Page(where, (Doing(said.fields, words.say("do.check", settings=settings)),))


def _states(ref: Ref, fields: Mapping[str, Value | None], words: Words) -> Iterator[str]:
    state = BY_NAME[ref.kind].manual().state
    for path, value in fields.items():
        yield words.say("do.gone") if path == ABSENT else state(path, value, words)


def _pointing(verdict: Verdict, sheets: Mapping[Ref, Sheet]) -> Verdict:
    sheet = sheets.get(verdict.needs) if isinstance(verdict, Wait) and verdict.needs else None
    if isinstance(verdict, Wait) and sheet:
        return replace(verdict, why=f"{verdict.why}: {sheet.numbers}")
    return verdict


def _span(length: timedelta) -> str:
    hours = int(length.total_seconds()) // 3600
    return f"{hours} hours" if hours != 1 else "1 hour"
