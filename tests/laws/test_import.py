"""Import → plan empty, on every sort of tenant."""

from contextlib import ExitStack

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reconciler import checking, pipeline
from reconciler.files.write import create
from reconciler.kinds import KINDS
from reconciler.pipeline import files
from reconciler.sandbox import Sandbox
from reconciler.sandbox.catalogue import PERMISSIONS, SETTINGS
from reconciler.sandbox.tenants import Generated, Seed
from tests.campus import Campus
from tests.laws.test_laws import TENANTS

SMALL = {"templates": 6, "roles": 5, "assessments": 6, "schedules": 30}
SEEDS: dict[str, Seed] = {
    "demo": "demo",
    "empty": "empty",
    "two templates": Generated(number=2, templates=2, roles=2, assessments=1, schedules=3),
    **{f"generated {number}": Generated(number=number, **SMALL) for number in (1, 7, 23, 99)},
    "many rows": Generated(number=5, templates=12, roles=6, rows=90, assessments=3, schedules=40),
}


def take_over(campus, *refs):
    with ExitStack() as stack:
        case = campus.case(stack, read_only=True)
        found = files.take_over(case, campus.folder, "base", refs)
    create({page.path: page.text for page in found.pages})
    return found


def same_plan(campus):
    """The files are sound, and ask for nothing."""
    checked = checking.check(campus.folder)
    assert checked.ok, [str(problem) for problem in checked.problems]
    plan = campus.plan().plan
    assert plan.errors == ()
    assert plan.changes == ()
    return plan


def pairs():
    """Every seed on every sort of tenant; the quick ones show each seed and each sort once."""
    for seed in SEEDS:
        for sort in TENANTS:
            quick = seed == "demo" or sort == "plain"
            yield pytest.param(seed, sort, marks=() if quick else pytest.mark.slow)


@pytest.mark.parametrize(("seed", "sort"), list(pairs()))
def test_a_plan_after_an_import_is_empty_and_a_second_import_writes_nothing(tmp_path, seed, sort):
    with Sandbox(seed=SEEDS[seed], behaviours=TENANTS[sort]) as sandbox:
        campus = Campus(sandbox, tmp_path / "config", tmp_path / "ledger.db")
        campus.clear()

        found = take_over(campus)

        plan = same_plan(campus)
        told = {note.ref for note in plan.aside.unmanaged}
        left = {item.ref for item in (*found.drafts.left, *found.drafts.unseen)}
        over = set(found.drafts.over)
        assert {ref for ref in told if ref not in over} <= left
        assert take_over(campus).pages == ()
        assert not any(request.writes for request in sandbox.requests())


names = st.text(st.characters(codec="utf-8"), min_size=1, max_size=30)
values = st.fixed_dictionaries(
    {n: st.sampled_from(numbers) if numbers else st.booleans() for n, numbers in SETTINGS.items()}
)
overrides = st.dictionaries(st.sampled_from(["tabs", "one_screen", "verify_id"]), st.just(1)).map(
    lambda own: own | ({"one_screen": True} if "one_screen" in own else {})
)
worlds = st.fixed_dictionaries(
    {
        "templates": st.dictionaries(names, values, max_size=5),
        "near": st.lists(st.sampled_from(list(SETTINGS)), max_size=3),
        "roles": st.dictionaries(names, st.sets(st.sampled_from(PERMISSIONS)), max_size=3),
        "assessments": st.dictionaries(names, st.booleans(), max_size=3),
        "schedules": st.dictionaries(
            names, st.tuples(st.integers(0), st.integers(0), st.booleans(), overrides), max_size=8
        ),
        "activated": st.sets(st.integers(0, 7)),
        "later": st.booleans(),
    }
)


def build(sandbox, world):
    """A tenant of odd names, open rows under closed menus, tweaks, and stale sittings."""
    sandbox.add_setting("new_in_2027", (0, 1, 2, 3))
    templates = [None, *build_templates(sandbox, world)]
    for name, on in world["roles"].items():
        rows = {row: row in on for row in PERMISSIONS}
        sandbox.add("Role", {"Title": name, "Type": "Author", "Permissions": rows})
    for name, use in world["assessments"].items():
        sandbox.add("Assessment", {"ExternalId": name, "Title": name, "UseProctorIo": use})
    if world["assessments"]:
        build_schedules(sandbox, world, templates)
    if world["later"] and templates[1:]:
        sandbox.edit(f"Template/{templates[1]}", {"Settings.full_screen": 3})


def build_templates(sandbox, world):
    made = {}
    for name, setting in world["templates"].items():
        near = {key: 0 if SETTINGS[key] else False for key in world["near"]}
        made.update({name: setting, f"{name}-near": {**setting, **near}})
    for name, setting in made.items():
        sandbox.add("Template", {"ExternalId": name, "Name": name, "Settings": setting})
    return made


def build_schedules(sandbox, world, templates):
    assessments = list(world["assessments"])
    for number, (name, said) in enumerate(world["schedules"].items()):
        assessment, template, use, own = said
        schedule = {
            "ExternalId": name,
            "Title": name,
            "AssessmentExtId": assessments[assessment % len(assessments)],
            "StartDateTime": "2090-01-01T09:00:00Z",
            "EndDateTime": "2090-01-01T12:00:00Z",
            "CandidatesTotal": 3,
            "UseProctorIo": use,
            "ProctorioTemplateExternalId": templates[template % len(templates)],
            "Overrides": own,
        }
        sandbox.add("Schedule", schedule)
        if number in world["activated"]:
            sandbox.edit(f"Schedule/{name}", {"IsActivated": True})


@pytest.mark.slow
@settings(deadline=None, max_examples=60, suppress_health_check=list(HealthCheck))
@given(world=worlds)
def test_a_plan_after_an_import_of_any_tenant_is_empty(tmp_path_factory, world):
    folder = tmp_path_factory.mktemp("world")
    with Sandbox(seed="empty") as sandbox:
        build(sandbox, world)
        campus = Campus(sandbox, folder / "config", folder / "ledger.db")
        campus.clear()

        take_over(campus)

        same_plan(campus)
        assert take_over(campus).pages == ()


def test_every_live_object_is_accounted_for(campus):
    campus.clear()

    drafts = take_over(campus).drafts

    with ExitStack() as stack:
        live = pipeline.look(campus.case(stack, read_only=True)).live
    told = [*(d.ref for d in drafts.documents), *(left.ref for left in drafts.left)]
    told += [*drafts.covered, *drafts.over, *drafts.declared]
    seen = [ref for kind in KINDS for ref in live.of(kind.name)]
    assert set(seen) <= set(told)
    assert len(told) == len(set(told))
