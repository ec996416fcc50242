"""The option vocabulary: the 21 settings of Proctorio's v2 `exam_settings`, by name.

Names, numbers and dependencies: Proctorio's .NET client v2.0.0 (`exam_settings`); the numbers are
not in order of severity, so files use names and this table is the only place that has numbers.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from pydantic import Field

from reconciler.model.observed import Value
from reconciler.model.resource import Resource, Shape

DEFAULT_TEMPLATE = "default"  # the set of settings that a tenant always has

DeskScan = Literal["none", "start", "periodic"]
FullScreen = Literal["none", "lenient", "moderate", "severe"]
NewTabs = Literal["allowed", "links_only", "blocked"]
IdentityCheck = Literal["none", "auto", "live"]
Calculator = Literal["none", "basic", "scientific", "graphing"]


class Recording(Shape):
    """What Proctorio records while the exam runs."""

    video: bool | None = Field(
        None, description="Webcam required, and recorded all through", examples=[True]
    )
    audio: bool | None = Field(
        None, description="Microphone required, and recorded all through", examples=[True]
    )
    screen: bool | None = Field(None, description="The whole desktop is recorded", examples=[True])
    web_traffic: bool | None = Field(
        None, description="Addresses and pictures of the sites visited", examples=[False]
    )
    desk: DeskScan | None = Field(
        None,
        description="Desk and room scan: at the start, or also at random moments",
        examples=["start"],
    )


class LockDown(Shape):
    """What Proctorio prevents while the exam runs."""

    full_screen: FullScreen | None = Field(
        None,
        description="Outside full screen: out after 30 s (lenient), 15 s (moderate) or at once",
        examples=["moderate"],
    )
    one_screen: bool | None = Field(
        None, description="All monitors but one must be off", examples=[True]
    )
    new_tabs: NewTabs | None = Field(
        None,
        description="New browser tabs: allowed, only links of the exam page, or blocked",
        examples=["blocked"],
    )
    close_tabs: bool | None = Field(
        None, description="Other tabs and windows must be closed first", examples=[True]
    )
    disable_printing: bool | None = Field(None, description="No printing", examples=[True])
    disable_clipboard: bool | None = Field(None, description="No copy and paste", examples=[True])
    block_downloads: bool | None = Field(None, description="No downloads", examples=[True])
    clear_cache: bool | None = Field(
        None, description="Temporary files are emptied after submission", examples=[False]
    )
    disable_right_click: bool | None = Field(None, description="No context menu", examples=[True])


class Verification(Shape):
    """What Proctorio checks before the exam begins."""

    video: bool | None = Field(
        None, description="The webcam works and is not a virtual one", examples=[True]
    )
    audio: bool | None = Field(
        None,
        description="The microphone works, is not muted and not a virtual one",
        examples=[True],
    )
    desktop: bool | None = Field(None, description="Recording the desktop works", examples=[True])
    id: IdentityCheck | None = Field(
        None,
        description="An identity document is scanned (auto) or checked by an agent (live)",
        examples=["auto"],
    )
    signature: bool | None = Field(
        None, description="The candidate signs an agreement", examples=[False]
    )


class Tools(Shape):
    """What Proctorio gives the candidate during the exam."""

    calculator: Calculator | None = Field(
        None, description="An on-screen calculator", examples=["none"]
    )
    whiteboard: bool | None = Field(None, description="A scratch pad", examples=[False])


class Settings(Resource):
    """The settings in the four groups of Proctorio's own screen; what is not named is left out."""

    recording: Recording | None = Field(
        None, description="What is recorded", examples=[{"video": True, "audio": True}]
    )
    lock_down: LockDown | None = Field(
        None, description="What is prevented", examples=[{"full_screen": "moderate"}]
    )
    verification: Verification | None = Field(
        None, description="What is checked before the exam", examples=[{"id": "auto"}]
    )
    tools: Tools | None = Field(
        None, description="What the candidate is given", examples=[{"calculator": "basic"}]
    )


@dataclass(frozen=True, slots=True)
class Option:
    """One setting: its path in the files, its wire name, its label, and its numbers if it has."""

    path: str
    wire: str
    label: str
    numbers: Mapping[str, int] | None = None


_DESK = {"none": 0, "periodic": 1, "start": 2}
_FULL_SCREEN = {"none": 0, "moderate": 1, "lenient": 2, "severe": 3}
_TABS = {"allowed": 0, "blocked": 1, "links_only": 2}
_IDENTITY = {"none": 0, "auto": 1, "live": 2}
_CALCULATOR = {"none": 0, "basic": 1, "scientific": 2, "graphing": 3}

OPTIONS: tuple[Option, ...] = (
    Option("recording.video", "record_video", "record webcam"),
    Option("recording.audio", "record_audio", "record microphone"),
    Option("recording.screen", "record_screen", "record screen"),
    Option("recording.web_traffic", "record_web_traffic", "record web traffic"),
    Option("recording.desk", "record_desk", "desk scan", _DESK),
    Option("lock_down.full_screen", "full_screen", "full screen", _FULL_SCREEN),
    Option("lock_down.one_screen", "one_screen", "one screen only"),
    Option("lock_down.new_tabs", "tabs", "new tabs", _TABS),
    Option("lock_down.close_tabs", "close_tabs", "close open tabs"),
    Option("lock_down.disable_printing", "disable_printing", "disable printing"),
    Option("lock_down.disable_clipboard", "disable_clipboard", "disable clipboard"),
    Option("lock_down.block_downloads", "block_downloads", "block downloads"),
    Option("lock_down.clear_cache", "clear_cache", "clear cache"),
    Option("lock_down.disable_right_click", "disable_right_click", "disable right click"),
    Option("verification.video", "verify_video", "verify webcam"),
    Option("verification.audio", "verify_audio", "verify microphone"),
    Option("verification.desktop", "verify_desktop", "verify desktop recording"),
    Option("verification.id", "verify_id", "identity check", _IDENTITY),
    Option("verification.signature", "verify_signature", "verify signature"),
    Option("tools.calculator", "calculator", "calculator", _CALCULATOR),
    Option("tools.whiteboard", "whiteboard", "whiteboard"),
)
BY_PATH: Mapping[str, Option] = {option.path: option for option in OPTIONS}
BY_WIRE: Mapping[str, Option] = {option.wire: option for option in OPTIONS}


def flatten(settings: Settings) -> Iterator[tuple[str, Value]]:
    """The named settings as (path, value), in the order of OPTIONS."""
    for option in OPTIONS:
        group, _, name = option.path.partition(".")
        value = getattr(getattr(settings, group), name, None)
        if value is not None:
            yield option.path, value


def spoken(fields: Mapping[str, Value | None]) -> dict[str, Value]:
    """The settings among live fields that the files have words for, in the order of OPTIONS."""
    found = ((option, fields.get(option.path)) for option in OPTIONS)
    return {
        option.path: value
        for option, value in found
        if isinstance(value, bool if option.numbers is None else str)
    }


def nested(values: Mapping[str, Value]) -> dict[str, dict[str, Value]]:
    """Settings by path as they stand in a document: the inverse of `flatten`."""
    groups: dict[str, dict[str, Value]] = {}
    for option in OPTIONS:
        if option.path in values:
            group, _, name = option.path.partition(".")
            groups.setdefault(group, {})[name] = values[option.path]
    return groups


def encode(path: str, value: Value | None) -> tuple[str, Value | None]:
    """The wire name and wire value of one setting; what we do not know passes unread."""
    option = BY_PATH.get(path)
    if option is None:
        return path, value
    if option.numbers is not None and isinstance(value, str):
        return option.wire, option.numbers[value]
    return option.wire, value


def decode(wire: Mapping[str, object]) -> dict[str, Value | None]:
    """Wire settings by path; what we do not know keeps its wire name or number."""
    fields: dict[str, Value | None] = {}
    for name, value in wire.items():
        option = BY_WIRE.get(name)
        if option is None:
            fields[name] = _unread(value)
        elif option.numbers is None:
            fields[option.path] = _unread(value)
        else:
            fields[option.path] = _NAMES[option.wire].get(value, _unread(value))
    return fields


_NAMES: Mapping[str, Mapping[object, Value]] = {
    option.wire: {number: name for name, number in option.numbers.items()}
    for option in OPTIONS
    if option.numbers is not None
}


def _unread(value: object) -> Value:
    return value if isinstance(value, bool | int | str) else str(value)
