"""Notices: every setting has its sentence, and only its sentence moves with it."""

import shutil
from collections.abc import Iterator
from dataclasses import replace
from difflib import ndiff
from html.parser import HTMLParser
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from reconciler.kinds import proctorio
from reconciler.model.notice import Notice
from reconciler.model.observed import Sitting, State, Value
from reconciler.model.ref import Ref
from reconciler.model.terms import Basis, Terms
from reconciler.reports import html, markdown
from reconciler.steps.inform import Place, checklist, inform, phrased
from reconciler.steps.translate import languages, translate
from tests.campus import EXAMPLE, Campus
from tests.reports.conftest import Golden
from tests.reports.northwood import DAY, northwood, notice
from tests.reports.samples import HOSTILE

AMSTERDAM = Place("Northwood University", "sandbox", ZoneInfo("Europe/Amsterdam"))
SHIPPED = languages(EXAMPLE)
VALUES = [
    (option.path, value)
    for option in proctorio.OPTIONS
    for value in (option.numbers or (True, False))
]
OFF: dict[str, Value] = {
    option.path: "none" if option.numbers else False for option in proctorio.OPTIONS
}
OFF["lock_down.new_tabs"] = "allowed"
SITTING = Sitting(State.DRAFT, DAY, DAY.replace(hour=11), 12, 0)
TERMS = Terms(
    Ref("Schedule", "A-1"), Basis.PLANNED, "Anatomy", proctored=True, settings=OFF, sitting=SITTING
)


def told(terms: Terms = TERMS, language: str = "en") -> Notice:
    return inform(terms, translate(EXAMPLE, language), AMSTERDAM)


def page(terms: Terms = TERMS, language: str = "en") -> str:
    return markdown.notice(told(terms, language))


@pytest.fixture(scope="module")
def example(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Campus]:
    folder = Path(shutil.copytree(EXAMPLE, tmp_path_factory.mktemp("notice") / "config"))
    with northwood(folder) as campus:
        yield campus


@pytest.mark.parametrize("language", SHIPPED)
@pytest.mark.parametrize(("path", "value"), VALUES, ids=map(str, VALUES))
def test_every_value_has_its_sentence_or_says_that_there_is_none(
    language: str, path: str, value: Value
) -> None:
    texts = translate(EXAMPLE, language).texts

    assert phrased(path, value) in texts
    assert texts[f"{path}.name"]


@pytest.mark.parametrize("language", SHIPPED)
@pytest.mark.parametrize(("path", "value"), VALUES, ids=map(str, VALUES))
def test_a_setting_moves_its_own_sentence_and_no_other(
    language: str, path: str, value: Value
) -> None:
    phrases = translate(EXAMPLE, language)
    moved = replace(TERMS, settings={**OFF, path: value})

    old, new = (page(terms, language).splitlines() for terms in (TERMS, moved))
    differing = [line for line in ndiff(old, new) if line.startswith(("- ", "+ "))]

    # What changes: the old sentence, the new one, and the revision at the foot.
    before, after = told(language=language), told(moved, language)
    sentences = {phrases.say(phrased(path, OFF[path])), phrases.say(phrased(path, value))} - {""}
    changed = {*_lines(before)} ^ {*_lines(after)}
    assert changed == (sentences if value != OFF[path] else set())
    assert len(differing) == (0 if value == OFF[path] else len(sentences) + 2)
    assert (before.revision == after.revision) is (value == OFF[path])


def _lines(told: Notice) -> Iterator[str]:
    yield from told.lead
    for section in told.sections:
        yield from section.lines


def test_languages_say_different_things() -> None:
    english, dutch = (translate(EXAMPLE, language).texts for language in ("en", "nl"))

    assert set(english) == set(dutch)
    alike = {key for key in english if english[key] == dutch[key] and english[key]}
    assert alike <= {"recording.desk.name", "lock_down.block_downloads.name"}


@pytest.mark.parametrize(
    ("name", "language"),
    [
        ("CHEM-120-MAIN", "en"),  # activated, and behind the files
        ("ANAT-101-MAIN", "en"),  # a draft
        ("ANAT-101-MAIN", "nl"),
        ("CRIM-220-TAKEHOME", "nl"),
    ],
)
def test_notices_of_the_example(example: Campus, golden: Golden, name: str, language: str) -> None:
    golden(f"notice-{name}.{language}.md", markdown.notice(notice(example, name, language)))


def test_a_notice_as_a_page(example: Campus, golden: Golden) -> None:
    golden("notice-ANAT-101-MAIN.nl.html", html.notice(notice(example, "ANAT-101-MAIN", "nl")))


@pytest.mark.parametrize("language", SHIPPED)
def test_checklist_of_the_office(example: Campus, golden: Golden, language: str) -> None:
    listed = notice(example, "ANAT-101-MAIN", language, office=True)

    golden(f"checklist.{language}.md", markdown.notice(listed))
    assert listed.revision == notice(example, "ANAT-101-MAIN", language).revision


def test_the_office_is_told_what_single_settings_ask_of_it() -> None:
    phrases = translate(EXAMPLE, "en")
    strict: dict[str, Value] = {
        **OFF,
        **{f"recording.{name}": True for name in ("video", "audio", "screen", "web_traffic")},
        "recording.desk": "periodic",
        "lock_down.full_screen": "severe",
        "verification.id": "live",
        "verification.signature": True,
    }

    sections = checklist(replace(TERMS, settings=strict), phrases, AMSTERDAM).sections

    asked = next(s.lines for s in sections if s.heading == phrases.say("office.settings"))
    assert len(asked) == 6
    lenient = checklist(TERMS, phrases, AMSTERDAM).sections
    assert phrases.say("office.settings") not in [section.heading for section in lenient]


def test_what_nobody_knows_is_said_and_not_guessed() -> None:
    known = {path: value for path, value in OFF.items() if path != "recording.desk"}
    terms = replace(TERMS, settings={**known, "lock_down.full_screen": 7, "keystrokes": True})

    said = told(terms).lead[-1]

    assert said == (
        "We cannot tell you this yet: room and desk scan, full screen, keystrokes. "
        "Ask the exam office."
    )
    assert "room" not in "".join(line for s in told(terms).sections for line in s.lines)


def test_an_exam_without_proctoring_blocks_and_records_nothing() -> None:
    said = page(replace(TERMS, proctored=False, settings={}))

    assert "does not use Proctorio for this exam" in said
    assert "webcam" not in said


def test_times_are_on_the_clocks_of_the_site_and_the_zone_is_named() -> None:
    winter = told().lead[1]
    autumn = replace(
        SITTING, starts=DAY.replace(month=10, day=24), ends=DAY.replace(month=10, day=26)
    )

    assert winter == (
        "The exam starts on Tuesday 24 November 2026 at 10:00. It ends on Tuesday 24 November "
        "2026 at 12:00. All times are in the time zone Europe/Amsterdam, UTC+01:00."
    )
    # The clocks are set back in between: one offset would be wrong for one of the two.
    assert told(replace(TERMS, sitting=autumn)).lead[1].endswith("time zone Europe/Amsterdam.")


def test_an_activation_alone_does_not_move_the_revision() -> None:
    running = told(replace(TERMS, basis=Basis.RUNNING))

    assert running.revision == told().revision
    assert running.lead != told().lead


class _Outline(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.heads: list[str] = []
        self.language = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag in {
            "html", "head", "meta", "title", "style", "body", "main", "h1", "h2", "p", "section",
            "ul", "li", "footer",
        }  # fmt: skip
        self.language = self.language or dict(attrs).get("lang") or ""
        if tag != "meta":
            self.open.append(tag)
        if tag in ("h1", "h2"):
            self.heads.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def test_no_title_and_no_id_leaves_its_place_in_a_page() -> None:
    hostile = replace(TERMS, ref=Ref("Schedule", HOSTILE), title=HOSTILE)
    phrases = translate(EXAMPLE, "nl")
    outline = _Outline()

    for made in (told(hostile, "nl"), checklist(hostile, phrases, AMSTERDAM)):
        outline = _Outline()
        outline.feed(html.notice(made))
        assert outline.open == []
        assert outline.heads.count("h1") == 1
        assert outline.heads == sorted(outline.heads)
        assert "http" not in "".join(
            part for part in html.notice(made).split() if "evil" not in part
        )
        written = markdown.notice(made)
        for mark in ("<script>", "`c`", "@team", "](http", "www.evil", ":+1:", "\x1b", "\u202e"):
            assert mark not in written
    assert outline.language == "nl"
