"""What people are told, and what they have said: notices, reviewers, by-hand work."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import asdict
from pathlib import Path

from reconciler.errors import ConfigurationError, Untold
from reconciler.kinds.terms import terms
from reconciler.model.event import Event, Happened
from reconciler.model.memory import Memory
from reconciler.model.notice import Notice, OutOfDate, Published
from reconciler.model.phrases import Phrases
from reconciler.model.ref import Ref
from reconciler.model.reviewing import Reviewing
from reconciler.model.runbook import Instruction, Word
from reconciler.model.sameness import digest, identify
from reconciler.model.terms import Terms
from reconciler.pipeline.case import Case, Sight
from reconciler.steps.attest import done
from reconciler.steps.inform import Place, checklist, inform
from reconciler.steps.outdate import gone, news, outdate
from reconciler.steps.review import review
from reconciler.steps.translate import translate


def sittings(case: Case, sight: Sight) -> Mapping[Ref, Terms]:
    """The terms of every sitting, as a look showed them."""
    return terms(case.world(sight.live))


def reviewers(case: Case, sight: Sight) -> tuple[Reviewing, ...]:
    """Who looks at the recordings of each assessment once the files are applied."""
    world = case.world(sight.live)
    return review(world, terms(world))


def notice(case: Case, told: Terms, phrases: Phrases, *, office: bool = False) -> Notice:
    """What the candidates of a sitting must be told, or what its *office* has to do for it.

    Raises Untold when nobody can tell the sitting's terms.
    """
    place = Place(case.institution, case.environment, case.zone)
    return (checklist if office else inform)(told, phrases, place)


def publish(case: Case, memory: Memory, notices: Iterable[Notice]) -> tuple[Notice, ...]:
    """Record that candidates have these notices; those of which it was news."""
    new = tuple(n for n in notices if news(memory.published.get(n.ref, {}).values(), n))
    case.journal.note_all(
        case.journal.event(
            Happened.NOTIFIED,
            one.ref,
            one.gist.settings,
            language=one.language,
            revision=one.revision,
            times=one.gist.times,
            words=one.gist.words,
        )
        for one in new
    )
    return new


def outdated(case: Case, sight: Sight, root: Path) -> Iterator[OutOfDate]:
    """The published notices of sittings to come that no longer say what holds."""
    published = sight.memory.published
    now = sittings(case, sight) if published else {}
    for ref, by_language in sorted(published.items()):
        if ref in now and now[ref].to_come:
            for known in by_language.values():
                found = _outdated(case, known, now[ref], root)
                if found:
                    yield found


def _outdated(case: Case, known: Published, told: Terms, root: Path) -> OutOfDate | None:
    try:
        return outdate(known, notice(case, told, translate(root, known.language)))
    except ConfigurationError:
        return gone(told.ref, known, f"nobody has texts in {known.language} any more")
    except Untold:
        return gone(told.ref, known, "nobody can tell any more what it runs with")


def attest(
    case: Case, sight: Sight, names: Collection[str], word: Word, expected: str = ""
) -> tuple[Instruction, ...]:
    """Record that steps of the sight's plan were taken by hand; those that were.

    Raises PlanMoved before anything is recorded when one of them is no longer in the plan.
    """
    found = done(sight.judged, names, expected)
    said = {key: text for key, text in asdict(word).items() if text}
    said["digest"] = digest(sight.judged.plan)
    sheets = zip(sight.judged.plan.changes, sight.judged.sheets, strict=True)
    changes = {change.ref: identify(change) for change, sheet in sheets if sheet and sheet.steps}

    def vouched(ref: Ref, step: Instruction) -> Event:
        known = sight.live.known(ref)
        visible = known.visible if known else ""
        said.update(step=step.id, change=changes.get(ref, ""), visible=visible)
        return case.journal.event(Happened.ATTESTED, ref, step.fields, **said)

    case.journal.note_all([vouched(ref, step) for ref, step in found])
    return tuple(step for _, step in found)
