"""Makes notices, shows or saves them, and records that candidates were given them."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

import click

from reconciler import pipeline
from reconciler.cli.case import Opened, opened
from reconciler.cli.guess import near
from reconciler.cli.talk import Talk
from reconciler.errors import ConfigurationError, ReconcilerError, Untold
from reconciler.model.exit_code import ExitCode
from reconciler.model.meant import meant
from reconciler.model.notice import Notice
from reconciler.model.phrases import Phrases
from reconciler.model.ref import Ref
from reconciler.model.terms import Terms
from reconciler.pipeline import people
from reconciler.reports import html, markdown
from reconciler.reports.text.problems import problems
from reconciler.reports.words import listed, number, shown
from reconciler.steps.translate import languages, translate

FORMS: Mapping[str, tuple[str, Callable[[Notice], str]]] = {
    "markdown": ("md", markdown.notice),
    "html": ("html", html.notice),
}


@dataclass(frozen=True, slots=True)
class Asked:
    """What the command line asked for; no schedules means all that are to come."""

    environment: str
    config: Path
    schedules: tuple[Ref, ...]
    language: str
    office: bool
    form: str
    out: Path | None
    published: bool


def notify(asked: Asked, talk: Talk) -> ExitCode:
    """Make, show and record what was asked for; UNKNOWN where a sitting's terms are unknown."""
    with opened(asked.config, asked.environment, talk) as at:
        phrases = _phrases(asked, talk)
        with talk.busy(f"looking at {asked.environment}"):
            sight = pipeline.look(at.case)
        sittings = people.sittings(at.case, sight)
        chosen = _named(asked, sittings) if asked.schedules else _to_come(sittings, talk)
        made = list(_made(asked, at, chosen, phrases))
        notices = [one for one in made if isinstance(one, Notice)]
        _deliver(asked, notices, talk)
        for told in chosen:
            _warn(told, asked, talk)
        for one in made:
            if isinstance(one, Untold):
                talk.say(shown(str(one)))
        if asked.published:
            new = people.publish(at.case, sight.memory, notices)
            talk.say(f"recorded as published: {len(new)}; known before: {len(notices) - len(new)}")
    return ExitCode.IN_SYNC if len(notices) == len(made) else ExitCode.UNKNOWN


def _phrases(asked: Asked, talk: Talk) -> Phrases:
    known = languages(asked.config)
    if asked.language not in known:
        message = f'there are no texts in "{asked.language}"{near(asked.language, known)}'
        raise click.BadParameter(message, param_hint="--language")
    try:
        return translate(asked.config, asked.language)
    except ConfigurationError as error:
        talk.show([problems(error.problems)])
        raise


def _named(asked: Asked, sittings: Mapping[Ref, Terms]) -> Sequence[Terms]:
    for ref in asked.schedules:
        if ref not in sittings:
            names = [other.name for other in sittings]
            message = f"{shown(str(ref))} is neither declared nor on the platform"
            raise click.BadParameter(f"{message}{_meant(ref, names)}", param_hint="SCHEDULE")
    return [sittings[ref] for ref in dict.fromkeys(asked.schedules)]


def _meant(ref: Ref, names: Sequence[str]) -> str:
    # A tenant has hundreds: only a likely one is named.
    guess = meant(ref.name, names)
    return f"; did you mean {guess}?" if guess else ""


def _to_come(sittings: Mapping[Ref, Terms], talk: Talk) -> Sequence[Terms]:
    """The sittings whose candidates are to be told something, by name."""
    over = [told for told in sittings.values() if not told.to_come]
    free = [told for told in sittings.values() if told.to_come and told.proctored is False]
    out = {"over": len(over), "not proctored": len(free)}
    said = [f"{number(count, 'sitting')} {why}" for why, count in out.items() if count]
    if said:
        talk.say(f"left out: {listed(said)}")
    return [told for told in sittings.values() if told.to_come and told.proctored is not False]


def _made(
    asked: Asked, at: Opened, chosen: Sequence[Terms], phrases: Phrases
) -> Iterator[Notice | Untold]:
    for told in chosen:
        try:
            yield people.notice(at.case, told, phrases, office=asked.office)
        except Untold as error:
            yield error


def _warn(told: Terms, asked: Asked, talk: Talk) -> None:
    if told.pending and not asked.office:
        waiting = number(len(told.pending), "setting")
        plan = f"`reconciler plan {asked.environment}` shows them"
        talk.say(f"{shown(str(told.ref))}: the platform lacks {waiting} of this notice; {plan}")


def _deliver(asked: Asked, notices: Sequence[Notice], talk: Talk) -> None:
    if asked.out is None:
        _, form = FORMS[asked.form]
        for notice in notices:
            talk.raw(form(notice))
        return
    became = Counter(_save(asked, asked.out, notice) for notice in notices)
    said = ", ".join(f"{count} {what}" for what, count in sorted(became.items())) or "none"
    talk.say(f"notices in {asked.out}: {said}")


def _save(asked: Asked, folder: Path, notice: Notice) -> str:
    """Write the files of a notice that are not as they should be; what became of them."""
    # An external id may hold slashes and spaces, which a file's name should not.
    name = quote(notice.ref.name, safe="") + (".office" if asked.office else "")
    became = {
        _write(folder / f"{name}.{notice.language}.{ending}", form(notice))
        for ending, form in FORMS.values()
    }
    return next(what for what in ("new", "changed", "as before") if what in became)


def _write(path: Path, content: str) -> str:
    part = path.with_name(f".{path.name}.part")
    data = content.encode()
    try:
        before = path.read_bytes() if path.exists() else None
        if before == data:
            return "as before"
        path.parent.mkdir(parents=True, exist_ok=True)
        part.write_bytes(data)
        part.replace(path)
    except OSError as error:
        raise ReconcilerError(
            f"the notice cannot be written as {path} ({error.strerror}); "
            "check that the folder can be written"
        ) from error
    return "new" if before is None else "changed"
