"""Say in a language what the terms of a sitting mean for those who take it. Pure."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, tzinfo

from reconciler.errors import Untold
from reconciler.kinds import proctorio
from reconciler.model.notice import Gist, Notice, Section
from reconciler.model.observed import Value
from reconciler.model.phrases import Phrases
from reconciler.model.sameness import named
from reconciler.model.terms import Terms

SHORT = 10
DESK = "recording.desk"
# The headings in their order, and which options stand under each: those whose paths begin so.
_PARTS: Mapping[str, tuple[str, ...]] = {
    "before": ("verification.",),
    "computer": (),
    "room": (DESK,),
    "recorded": ("recording.",),
    "blocked": ("lock_down.",),
    "tools": ("tools.",),
    "help": (),
}


@dataclass(frozen=True, slots=True)
class Place:
    """Whose notice it is: the institution, its environment, and the zone of its clocks."""

    institution: str
    environment: str
    zone: tzinfo


def inform(terms: Terms, phrases: Phrases, place: Place) -> Notice:
    """What candidates of a sitting must be told.

    Raises Untold when nobody can tell whether the sitting is proctored, and with what.
    """
    return _Informing(terms, phrases, place).notice()


def checklist(terms: Terms, phrases: Phrases, place: Place) -> Notice:
    """What the office does before candidates take a sitting, as a list to tick off."""
    return _Informing(terms, phrases, place).checklist()


def phrased(path: str, value: Value) -> str:
    """The key of the sentence for a value of an option."""
    word = ("on" if value else "off") if isinstance(value, bool) else str(value)
    return f"{path}.{word}"


class _Informing:
    """One sitting's terms in one language."""

    def __init__(self, terms: Terms, phrases: Phrases, place: Place) -> None:
        if terms.proctored is None:
            why = "nobody can tell whether it is proctored and with which template"
            raise Untold(f"{terms.ref}: {why}; declare both, or use a channel that shows them")
        self.terms = terms
        self.phrases = phrases
        self.place = place
        self.said = {
            option.path: key
            for option in proctorio.OPTIONS
            if (key := self._key(option.path)) in phrases.texts
        }
        self.names = {
            "institution": place.institution,
            "title": terms.title,
            "schedule": terms.ref.name,
            "environment": place.environment,
        }

    def notice(self) -> Notice:
        sections = tuple(self._sections()) if self.terms.proctored else ()
        lead = tuple(self._lead())
        title = self._say("page.title" if self.terms.proctored else "unproctored.title")
        return self._made(title, lead, sections)

    def checklist(self) -> Notice:
        told = self.notice()
        self.names["revision"] = told.revision
        parts = (
            ("once", self._lines("office.once_lines")),
            ("exam", (*self._exam(), *self._lines("office.exam_lines"))),
            ("settings", tuple(self._demands())),
        )
        sections = tuple(
            Section(self._say(f"office.{name}"), lines, tasks=True)
            for name, lines in parts
            if lines
        )
        return Notice(
            self.terms.ref,
            self.phrases.language,
            self._say("office.title"),
            (self._say("office.lead"), *self._times()),
            sections,
            told.footer,
            told.revision,
            told.gist,
        )

    def _key(self, path: str) -> str:
        value = self.terms.settings.get(path)
        return "" if value is None else phrased(path, value)

    def _say(self, key: str, **more: str) -> str:
        return self.phrases.say(key, **self.names, **more)

    def _lines(self, key: str) -> tuple[str, ...]:
        return tuple(line for line in self.phrases.lines(key, **self.names) if line)

    def _lead(self) -> Iterator[str]:
        if not self.terms.proctored:
            yield from self._lines("unproctored.lines")
            yield from self._times()
            return
        yield self._say("page.lead")
        yield from self._times()
        yield self._say(f"basis.{self.terms.basis}")
        names = self._unknown()
        if names:
            yield self._say("page.unknown", names=names)

    def _times(self) -> Iterator[str]:
        sitting = self.terms.sitting
        if sitting is None:
            return
        starts = self._say("page.starts", start=self._moment(sitting.starts))
        ends = self._say("page.ends", end=self._moment(sitting.ends)) if sitting.ends else ""
        zone = self._say("page.zone", zone=self._zone(sitting.starts, sitting.ends))
        yield " ".join(part for part in (starts, ends, zone) if part)

    def _moment(self, at: datetime) -> str:
        local = at.astimezone(self.place.zone)
        return self._say(
            "dates.moment",
            weekday=self.phrases.words("dates.weekdays")[local.weekday()],
            day=str(local.day),
            month=self.phrases.words("dates.months")[local.month - 1],
            year=str(local.year),
            time=f"{local:%H:%M}",
        )

    def _zone(self, starts: datetime, ends: datetime | None) -> str:
        """The zone by name, with its offset where that is the same all through."""
        offsets = {f"{at.astimezone(self.place.zone):%z}" for at in (starts, ends) if at}
        offset = f", UTC{(only := offsets.pop())[:3]}:{only[3:]}" if len(offsets) == 1 else ""
        return f"{self.place.zone}{offset}"

    def _unknown(self) -> str:
        """The settings that nobody knows or that no sentence explains, by their names."""
        silent = [o.path for o in proctorio.OPTIONS if o.path not in self.said]
        strange = [path for path in self.terms.settings if path not in proctorio.BY_PATH]
        return self._named((*silent, *strange))

    def _named(self, paths: tuple[str, ...]) -> str:
        known = proctorio.BY_PATH
        names = (self._say(f"{p}.name") if p in known else p for p in paths)
        return ", ".join(dict.fromkeys(names))

    def _sections(self) -> Iterator[Section]:
        for part, starts in _PARTS.items():
            lines = tuple(self._under(starts)) if starts else self._lines(f"{part}.lines")
            if lines:
                yield Section(self._say(f"headings.{part}"), lines)

    def _under(self, starts: tuple[str, ...]) -> Iterator[str]:
        for path, key in self.said.items():
            line = self._say(key) if path.startswith(starts) else ""
            if line and (path == DESK) is (starts == (DESK,)):
                yield line

    def _exam(self) -> Iterator[str]:
        terms = self.terms
        if terms.pending:
            yield self._say("office.pending", names=self._named(terms.pending))
        unknown = self._unknown() if terms.proctored else ""
        if unknown:
            yield self._say("office.unknown", names=unknown)
        yield self._say(f"office.{terms.basis}")
        yield self._say("office.notice")

    def _demands(self) -> Iterator[str]:
        """What single settings ask of the office."""
        has = self.terms.settings.get
        recording = ("video", "audio", "screen", "web_traffic")
        demands = {
            "full_screen_severe": has("lock_down.full_screen") == "severe",
            "room_scan": has(DESK) in ("start", "periodic"),
            "identity": has("verification.id") in ("auto", "live"),
            "identity_live": has("verification.id") == "live",
            "signature": has("verification.signature") is True,
            "recordings": all(has(f"recording.{name}") is True for name in recording),
        }
        yield from (self._say(f"office.{name}") for name, there in demands.items() if there)

    def _made(self, title: str, lead: tuple[str, ...], sections: tuple[Section, ...]) -> Notice:
        gist = self._gist(title, sections)
        revision = named([str(self.terms.ref), dict(gist.settings), gist.times, gist.words])[:SHORT]
        footer = self._say("page.revision", revision=revision)
        ref, language = self.terms.ref, self.phrases.language
        return Notice(ref, language, title, lead, sections, footer, revision, gist)

    def _gist(self, title: str, sections: tuple[Section, ...]) -> Gist:
        """Without how the settings are known: an activation alone changes nothing for anybody."""
        proctored = self.terms.proctored is True
        settings = {"proctoring": proctored, **dict(sorted(self.terms.settings.items()))}
        sitting = self.terms.sitting
        moments = (sitting.starts, sitting.ends) if sitting else ()
        times = " ".join(at.astimezone(self.place.zone).isoformat() for at in moments if at)
        opening = (self._say("page.lead"), *self._lines("unproctored.lines"))
        texts = [title, opening, *((s.heading, *s.lines) for s in sections)]
        return Gist(settings, times, named([self.phrases.language, texts])[:SHORT])
