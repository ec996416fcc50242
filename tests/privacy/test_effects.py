"""What each option means, as data: complete, and in the order that its description tells."""

import tomllib
from importlib.resources import files

import pytest

from reconciler.kinds import effects
from reconciler.kinds.proctorio import BY_PATH, OPTIONS
from reconciler.model.direction import Direction

FILE = tomllib.loads(files("reconciler.kinds").joinpath("effects.toml").read_text("utf-8"))
STRICT = [option for option in OPTIONS if effects.meanings()[option.path].strict]


def test_every_option_has_an_entry_and_nothing_else_has():
    assert list(FILE["options"]) == [option.path for option in OPTIONS]


@pytest.mark.parametrize("option", STRICT, ids=lambda option: option.path)
def test_every_value_has_its_place_among_the_strict(option):
    values = set(option.numbers or (False, True))

    assert set(effects.meanings()[option.path].strict) == values


@pytest.mark.parametrize("path", [p for p, m in effects.meanings().items() if m.collects])
def test_what_collects_collects_nothing_when_it_is_off(path):
    meaning = effects.meanings()[path]
    off, *on = meaning.strict

    assert effects.collected({path: off}) == effects.collected({path: None}) == {}
    for value in on:
        assert effects.collected({path: value}) == dict.fromkeys(meaning.collects, (path,))


def test_every_category_is_described_and_collected_by_something():
    collected = {name for meaning in effects.meanings().values() for name in meaning.collects}

    assert {data.name for data in effects.categories()} == collected


def test_faces_may_be_analysed_and_nobody_can_tell():
    webcam = next(data for data in effects.categories() if data.name == "webcam image")

    assert "biometric" in webcam.unknown


def words(path, before, after):
    option = BY_PATH[path]
    found = effects.between(option, {path: before}, {path: after}, "field")
    return {str(effect.direction): effect.data for effect in found}


@pytest.mark.parametrize(
    ("path", "before", "after", "expected"),
    [
        ("lock_down.full_screen", "severe", "lenient", {"integrity weakened": ()}),
        ("lock_down.full_screen", "lenient", "moderate", {"integrity strengthened": ()}),
        ("lock_down.new_tabs", "blocked", "links_only", {"integrity weakened": ()}),
        ("lock_down.new_tabs", None, "links_only", {"integrity strengthened": ()}),
        (
            "recording.desk",
            "start",
            "periodic",
            {"integrity strengthened": (), "data collection widened": ("home environment",)},
        ),
        (
            "verification.id",
            "auto",
            "none",
            {"integrity weakened": (), "data collection narrowed": ("identity document",)},
        ),
        ("tools.calculator", "none", "graphing", {"integrity weakened": ()}),
        ("tools.whiteboard", False, True, {}),
        ("recording.video", None, False, {}),
        ("lock_down.full_screen", 7, "lenient", {"direction unknown": ()}),
    ],
)
def test_a_change_leads_where_its_option_says(path, before, after, expected):
    assert words(path, before, after) == expected


def test_what_is_not_known_before_leads_nobody_knows_where():
    option = BY_PATH["recording.video"]

    (effect,) = effects.between(option, {}, {option.path: True}, "field")

    assert (effect.direction, effect.what) == (Direction.UNKNOWN, "record webcam")
