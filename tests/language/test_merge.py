"""The laws of merging: overlay over base, then extends; every value knows who gave it."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reconciler.model.document import Configuration, Document
from reconciler.model.number import resolved
from reconciler.model.place import Place
from reconciler.model.problem import Problem
from reconciler.model.ref import Ref
from reconciler.steps.load import read
from reconciler.steps.load.files import Source
from reconciler.steps.validate import validate
from reconciler.steps.validate.draft import Draft, merge

SITE = """
kind: Site
name: N
time_zone: Europe/Amsterdam
region: eu
environments:
  production:
    overlay: production
    integrations: {url: https://api.example.com/v1, token: {env: T}}
  bare:
    integrations: {url: https://api.example.com/v1, token: {env: T}}
"""
PARTIAL = "kind: Template\nid: {id}\nname: {id}\npartial: true\n"


def configuration(**files):
    """One configuration from texts by path; `base__a` is `config/base/a.yaml`."""
    # An overlay that names no folder is an error, so it is named only where there is one.
    overlaid = any(name.startswith("production") for name in files)
    site = SITE if overlaid else SITE.replace("    overlay: production\n", "")
    documents: list[Document] = []
    for name, text in {"site": site, **files}.items():
        layer = name.partition("__")[0] if "__" in name else ""
        found = read(Source(f"config/{name.replace('__', '/')}.yaml", layer, text))
        documents += (item for item in found if isinstance(item, Document))
    return Configuration("config", tuple(documents))


def desired(environment="production", **files):
    validated = validate(configuration(**files))
    assert not validated.problems, [str(problem) for problem in validated.problems]
    return validated.environments[environment]


def content(wanted):
    return wanted.resource.model_dump(exclude_unset=True)


def test_overlay_is_merged_over_base_and_only_there():
    base = PARTIAL.format(id="a") + "recording: {video: true, audio: true}\n"
    over = "kind: Template\nid: a\nrecording: {audio: false, desk: none}\n"
    files = {"base__a": base, "production__a": over}
    ref = Ref("Template", "a")

    merged, bare = desired(**files)[ref], desired("bare", **files)[ref]

    assert content(merged)["recording"] == {"video": True, "audio": False, "desk": "none"}
    assert content(bare)["recording"] == {"video": True, "audio": True}
    assert str(merged.place("recording", "video")) == "config/base/a.yaml:5:20"
    assert str(merged.place("recording", "audio")) == "config/production/a.yaml:3:20"
    assert str(merged.place("name")) == "config/base/a.yaml:3:7"
    assert str(merged.place()) == "config/production/a.yaml:1:1"


def test_overlay_adds_documents_to_its_environment_alone():
    files = {"base__a": "kind: Role\ntitle: A\n", "production__b": "kind: Role\ntitle: B\n"}

    assert list(desired(**files)) == [Ref("Role", "A"), Ref("Role", "B")]
    assert list(desired("bare", **files)) == [Ref("Role", "A")]


def test_lists_replace():
    files = {
        "base__a": "kind: Role\ntitle: A\ncan: [invigilate, void attempts]\n",
        "production__a": "kind: Role\ntitle: A\ncan: [manage roles]\n",
    }

    wanted = desired(**files)[Ref("Role", "A")]

    assert content(wanted)["can"] == ["manage roles"]
    assert ("can", 1) not in wanted.places


def test_extends_comes_after_the_overlay():
    files = {
        "base__a": PARTIAL.format(id="parent") + "recording: {video: true, audio: true}\n",
        "base__b": PARTIAL.format(id="child") + "extends: parent\nrecording: {screen: true}\n",
        "production__a": "kind: Template\nid: parent\nrecording: {audio: false}\n",
        "production__b": "kind: Template\nid: child\nrecording: {screen: false}\n",
    }

    child = desired(**files)[Ref("Template", "child")]

    assert content(child)["recording"] == {"video": True, "audio": False, "screen": False}
    assert str(child.place("recording", "video")) == "config/base/a.yaml:5:20"
    assert str(child.place("recording", "audio")) == "config/production/a.yaml:3:20"
    assert str(child.place("recording", "screen")) == "config/production/b.yaml:3:21"


def test_extends_reaches_over_several_documents():
    chain = PARTIAL.format(id="t0") + "tools: {whiteboard: true}\n"
    for number in range(1, 40):
        chain += "---\n" + PARTIAL.format(id=f"t{number}") + f"extends: t{number - 1}\n"

    last = desired(base__a=chain)[Ref("Template", "t39")]

    assert content(last)["tools"] == {"whiteboard": True}


def test_name_and_state_are_not_inherited():
    chain = PARTIAL.format(id="parent") + "---\nkind: Template\nid: child\nextends: parent\n"

    validated = validate(configuration(base__a=chain))

    codes = {problem.code for problem in validated.problems}
    assert codes == {"name-missing", "settings-missing"}


def test_accepted_rules_are_inherited_with_the_settings_that_they_are_about():
    accept = "accept: [{rule: full-screen-needs-one-screen, why: labs}]\n"
    settings_ = "lock_down: {full_screen: moderate, one_screen: false}\n"
    chain = PARTIAL.format(id="parent") + accept + settings_
    chain += "---\n" + PARTIAL.format(id="child") + "extends: parent\n"

    desired(base__a=chain)


def test_order_of_files_does_not_matter():
    files = {
        "base__a": PARTIAL.format(id="z") + "recording: {video: true}\n",
        "base__z": PARTIAL.format(id="a") + "extends: z\nnope: 1\n",
        "production__k": "kind: Template\nid: z\nrecording: {audio: 1}\n",
        "production__b": "kind: Role\ntitle: R\ncan: [invigilat]\n",
    }

    forwards = validate(configuration(**files))
    backwards = validate(configuration(**dict(reversed(files.items()))))

    assert forwards.problems == backwards.problems
    places = [problem.place for problem in forwards.problems if problem.place]
    assert places == sorted(places)
    assert list(forwards.environments["production"]) == list(backwards.environments["production"])
    assert forwards.environments == backwards.environments


def test_problem_of_a_broken_document_is_not_said_of_those_that_extend_it():
    files = {
        "base__a": "kind: Template\nid: parent\nname: P\nrecording: {video: 1}\n",
        "base__b": "kind: Template\nid: child\nname: C\nextends: parent\n",
        "base__c": "kind: Assessment\nid: A\nschedules: [{template: child}]\n",
    }

    validated = validate(configuration(**files))

    assert [problem.code for problem in validated.problems] == ["not-true-or-false"]


def test_what_loading_found_is_not_said_again():
    loaded = list(read(Source("config/base/a.yaml", "base", "kind: Role\ntitle: A\ntype: null\n")))
    documents = tuple(item for item in loaded if isinstance(item, Document))
    found = tuple(item for item in loaded if isinstance(item, Problem))

    validated = validate(Configuration("config", documents), found)

    assert [problem.code for problem in validated.problems] == ["null", "site-missing"]


maps = st.recursive(
    st.booleans() | st.text("ab", max_size=2) | st.lists(st.booleans(), max_size=2),
    lambda values: st.dictionaries(st.sampled_from("abc"), values, max_size=3),
    max_leaves=8,
).map(lambda value: value if isinstance(value, dict) else {"a": value})


def draft(content, file):
    places = dict.fromkeys(paths(content), Place(file, 1))
    return Draft(Ref("Role", "R"), content, places)


def paths(value, path=()):
    # Down to lists, which are replaced whole.
    yield path
    for key, item in value.items() if isinstance(value, dict) else ():
        yield from paths(item, (*path, key))


@settings(max_examples=200, derandomize=True, database=None, deadline=None)
@given(maps, maps, maps)
def test_merging_is_associative_and_knows_the_place_of_exactly_what_it_holds(a, b, c):
    first, second, third = draft(a, "a"), draft(b, "b"), draft(c, "c")

    left = merge(merge(first, second), third)
    right = merge(first, merge(second, third))

    assert left == right
    assert set(left.places) == set(paths(left.content))


@settings(max_examples=100, derandomize=True, database=None, deadline=None)
@given(maps)
def test_merging_a_document_with_itself_or_nothing_changes_nothing(content):
    whole, nothing = draft(content, "a"), draft({}, "a")

    assert merge(whole, whole) == whole
    assert merge(whole, nothing).content == merge(nothing, whole).content == content


@pytest.mark.parametrize("value", [{"a": "1"}, ["x"], True])
def test_plain_values_resolve_to_themselves(value):
    assert resolved(value) == value
