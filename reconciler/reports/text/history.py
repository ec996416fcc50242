"""The ledger for people: run by run, what was done to which object."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import tzinfo
from itertools import groupby

from reconciler.kinds import KINDS
from reconciler.model.event import Event, Happened
from reconciler.reports import words
from reconciler.reports.recorded import HistoryDocument
from reconciler.reports.sentences import SHORT
from reconciler.reports.text.layout import Block, Line, heading, line

_LABELS = {kind.name: kind.label for kind in KINDS}
_STYLES = {Happened.DONE: "green", Happened.FAILED: "red", Happened.INTENDED: "yellow"}


def history(document: HistoryDocument, zone: tzinfo) -> Iterator[Block]:
    """The runs in order, newest last, times on the clocks of *zone*."""
    for _, group in groupby(document.events, key=lambda event: event.run):
        events = list(group)
        yield heading(_run(events[0], zone))[1:]
        yield list(_lines(_telling(events), zone))
        yield [line("")]
    yield [line(_summary(document), "bold")]


def _run(event: Event, zone: tzinfo) -> str:
    commit = f", commit {words.revision(event.commit)}" if event.commit else ""
    actor = words.shown(event.actor)
    return f"{words.moment(event.at, zone)}  run {words.shown(event.run)} by {actor}{commit}"


def _telling(events: Sequence[Event]) -> Iterator[Event]:
    """All but the intentions that a later event of the run answers."""
    answered = {event.ref for event in events if event.happened in (Happened.DONE, Happened.FAILED)}
    return (e for e in events if e.happened is not Happened.INTENDED or e.ref not in answered)


def _lines(events: Iterable[Event], zone: tzinfo) -> Iterator[Line]:
    """A line an event; what needed nothing is told together."""
    for happened, group in groupby(events, key=lambda event: event.happened):
        alike = list(group)
        if happened is Happened.CONVERGED and len(alike) > words.FEW:
            names = words.first([words.shown(str(event.ref)) for event in alike])
            text = f"found {len(alike)} objects as the files say: {names}"
            yield line(f"{_time(alike[0], zone)}  {text}", "", 2)
        else:
            yield from (_line(event, zone) for event in alike)


def _line(event: Event, zone: tzinfo) -> Line:
    time = f"{event.at.astimezone(zone):%H:%M:%S}"
    return line(
        f"{time}  {words.shown(_sentence(event) + _fields(event))}",
        _STYLES.get(event.happened, ""),
        2,
    )


def _time(event: Event, zone: tzinfo) -> str:
    return f"{event.at.astimezone(zone):%H:%M:%S}"


def _sentence(event: Event) -> str:  # noqa: C901, PLR0912, PLR0915 -- one case a word
    about = words.shown(str(event.ref)) if event.ref else ""
    detail = event.detail
    match event.happened:
        case Happened.STARTED:
            said = _began(event)
        case Happened.INTENDED:
            said = f"meant to write {about}, and nothing tells whether it was done"
        case Happened.DONE:
            said = f"{words.DONE.get(detail.get('action', ''), 'wrote')} {about}"
        case Happened.FAILED:
            said = f"failed on {about}: {detail.get('why', 'no reason was noted')}"
        case Happened.CONVERGED:
            said = f"found {about} as the files say"
        case Happened.RELEASED:
            said = f"released {about}, the live values stay"
        case Happened.OPENED:
            said = f"is about to deactivate {about}"
        case Happened.RESTORED:
            said = f"saw {about} active again"
        case Happened.RAN:
            said = f"saw what {about} runs with"
        case Happened.EXCUSED:
            said = f"excused {about} until {detail.get('until', '?')}: {detail.get('because', '?')}"
        case Happened.NOTIFIED:
            form = f"{detail.get('language', '?')}, revision {detail.get('revision', '?')}"
            said = f"recorded that candidates of {about} have the notice ({form})"
        case Happened.ATTESTED:
            said = f"recorded that {about} was set by hand{_vouched(detail)}"
        case Happened.UNLOCKED:
            said = f"broke the lock of {detail.get('holder', '?')}: {detail.get('because', '?')}"
        case Happened.FINISHED:
            said = "ended the apply"
    return said


def _vouched(detail: Mapping[str, str]) -> str:
    """Who did it, which step of which plan it was, and on what evidence."""
    said = [f"by {words.shown(detail['by'])}"] if detail.get("by") else []
    said.append(f"step {detail.get('step', '?')} of plan {detail.get('digest', '?')[:SHORT]}")
    if detail.get("note"):
        said.append(words.shown(detail["note"]))
    if detail.get("evidence"):
        name = words.shown(detail.get("file", "a file"))
        said.append(f"evidence {name}, SHA-256 {detail['evidence'][:SHORT]}…")
    return f" {'; '.join(said)}"


def _began(event: Event) -> str:
    count = words.number(len(event.detail.get("changes", "").split()), "change")
    digest = event.detail.get("digest", "")[:SHORT]
    return (
        f"began to apply a plan of {count}, digest {digest}{_signed_off(event)}{_set_aside(event)}"
    )


def _signed_off(event: Event) -> str:
    teams = json.loads(event.detail.get("signed_off", "{}"))
    return f", signed off by {words.listed(map(words.shown, teams))}" if teams else ""


def _set_aside(event: Event) -> str:
    because = event.detail.get("because", "")
    return f", breaking the glass: {words.shown(because)}" if because else ""


def _fields(event: Event) -> str:
    label = _LABELS.get(event.ref.kind, str) if event.ref else str
    names = {path: label(path) for path in event.fields}
    match event.happened:
        case Happened.RELEASED:
            said = list(names.values())
        case Happened.ATTESTED if len(names) > words.FEW:
            said = [words.number(len(names), "field")]
        case Happened.CONVERGED | Happened.RESTORED | Happened.RAN | Happened.NOTIFIED:
            said = [words.number(len(names), "field")] if names else []
        case _:
            said = [f"{names[path]}: {words.value(value)}" for path, value in event.fields.items()]
    return f" ({', '.join(said)})" if said else ""


def _summary(document: HistoryDocument) -> str:
    about = f" about {words.shown(str(document.ref))}" if document.ref else ""
    if not document.events:
        return f"The ledger of {document.environment} holds nothing{about or ' yet'}"
    runs = len({event.run for event in document.events})
    events = words.number(len(document.events), "event")
    return f"{events}{about} in {words.number(runs, 'run')}, newest last"
