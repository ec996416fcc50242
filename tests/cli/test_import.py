"""`reconciler import` as somebody types it."""

import pytest

from reconciler import checking
from tests.cli.conftest import Desk


@pytest.fixture
def fresh(desk: Desk) -> Desk:
    """Nothing but a site, whose overlay has no folder yet."""
    for path in desk.config.rglob("*.yaml"):
        path.unlink()
    desk.site(more="    overlay: production\n")
    return desk


def files(desk: Desk) -> dict[str, str]:
    return {
        str(path.relative_to(desk.config)): path.read_text(encoding="utf-8")
        for path in sorted(desk.config.rglob("*"))
        if path.is_file()
    }


def test_a_site_is_enough_and_a_plan_right_after_is_empty(fresh: Desk) -> None:
    before = fresh.state()

    said = fresh.run("import", "production")

    assert said.code == 0, said.err
    assert "production/templates/high-stakes.yaml" in said.out
    assert "Schedule/Anatomy viva (made by hand): has no external id" in said.err
    assert "4 schedules not imported: ended or archived" in said.err
    assert said.err.endswith("37 files written; a plan right after asks for no change\n")
    assert fresh.run("plan", "production", "--exit-code").code == 0
    assert fresh.state() == before
    assert fresh.writes() == []


def test_an_apply_right_after_writes_nothing(fresh: Desk) -> None:
    fresh.run("import", "production")

    assert fresh.run("apply", "production", "--yes").code == 0
    assert fresh.writes() == []
    assert fresh.run("drift", "production").code == 0


def test_the_modeline_of_each_file_leads_to_the_schema_of_its_kind(fresh: Desk) -> None:
    fresh.run("import", "production")

    for name, text in files(fresh).items():
        if name != "site.yaml":
            kind = text.partition("kind: ")[2].partition("\n")[0].lower()
            start = f"# yaml-language-server: $schema=../../../schemas/{kind}.json\n"
            assert text.startswith(start), name


def test_a_second_import_writes_nothing_and_says_where_things_are_declared(fresh: Desk) -> None:
    fresh.run("import", "production")
    before = files(fresh)

    said = fresh.run("import", "production")

    assert (said.code, said.out) == (0, "")
    assert "Declared already, and left as it is (37)" in said.err
    assert "/production/assessments/ANAT-101.yaml:3" in said.err
    assert files(fresh) == before


def test_one_object_is_adopted_into_a_tree(desk: Desk) -> None:
    before = files(desk)

    said = desk.run("import", "production", "Template/toms-test", "Template/high-stakes")

    assert said.code == 0
    assert files(desk).keys() - before.keys() == {"base/templates/toms-test.yaml"}
    assert "Template/high-stakes: declared at " in said.err
    assert "base/templates/high-stakes.yaml:1\n" in said.err
    assert "asks for 2 changes, none of them new" in said.err


@pytest.mark.parametrize(
    ("ref", "why"),
    [
        ("Template/toms-tset", "is not on the platform; did you mean Template/toms-test?"),
        ("Template/default", "nobody has saved it yet"),
        ("Schedule/ANAT-101-MAIN", "Assessment/ANAT-101 is not declared; name it too"),
        ("Schedule/PSYC-140-MAIN", "has ended or is archived"),
    ],
)
def test_what_cannot_be_declared_stops_it_before_anything_is_written(
    desk: Desk, ref: str, why: str
) -> None:
    before = files(desk)

    said = desk.run("import", "production", ref, "Role/Marker")

    assert said.code == 1
    assert f"{ref}: {why}" in said.err
    assert said.err.endswith(f"error: nothing was written: {ref} cannot be declared\n")
    assert files(desk) == before


def test_a_file_that_is_there_is_never_overwritten(desk: Desk) -> None:
    desk.write("base/roles/Marker.yaml", "kind: Role\ntitle: Mine\ntype: Author\n")
    before = files(desk)

    said = desk.run("import", "production")

    assert said.code == 1
    assert "nothing was written: files are never overwritten" in said.err
    assert "base/roles/marker.yaml" in said.err
    assert files(desk) == before


def test_files_that_do_not_hold_together_stop_it(desk: Desk) -> None:
    desk.write("base/roles/broken.yaml", "kind: Role\n")
    before = files(desk)

    said = desk.run("import", "production")

    assert said.code == 1
    assert "base/roles/broken.yaml:1:1: error" in said.err
    assert files(desk) == before


def test_what_the_public_api_cannot_show_is_said_and_not_invented(desk: Desk) -> None:
    desk.site()
    site = desk.config / "site.yaml"
    lines = site.read_text(encoding="utf-8").splitlines(keepends=True)
    site.write_text("".join(x for x in lines if "console:" not in x), encoding="utf-8")

    everything = desk.run("import", "production")
    one = desk.run("import", "production", "Template/toms-test")

    assert (everything.code, everything.out) == (0, "")
    assert "Template/*: no channel of this environment shows templates" in everything.err
    assert "Schedule/*: the integrations channel has no list of schedules" in everything.err
    assert one.code == 1
    assert "Template/toms-test: no channel of this environment shows templates" in one.err


def test_a_word_that_names_no_object_is_a_usage_error(desk: Desk) -> None:
    said = desk.run("import", "production", "toms-test")

    assert said.code == 2
    assert "is not of the form Kind/name" in said.err


def test_validate_finds_no_error_in_what_was_imported(fresh: Desk) -> None:
    fresh.run("import", "production")

    assert checking.check(fresh.config).ok


def test_files_that_would_break_another_environment_are_not_written(desk: Desk) -> None:
    site = desk.config / "site.yaml"
    text = site.read_text(encoding="utf-8")
    other = text.partition("  production:\n")[2].partition("    integrations")[0]
    site.write_text(f"{text}  other:\n    overlay: other\n{other}", encoding="utf-8")
    desk.write("other/t.yaml", "kind: Template\nid: TOMS-test\npartial: true\n")
    before = files(desk)

    said = desk.run("import", "production", "Template/toms-test")

    assert said.code == 1
    assert "nothing was written, since the new files would bring errors: " in said.err
    assert "Template/TOMS-test differs only by case from Template/toms-test" in said.err
    assert files(desk) == before
