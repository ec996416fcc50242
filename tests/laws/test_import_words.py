"""What an import writes of one object, word for word, and that a plan after it is empty."""

from contextlib import ExitStack
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from reconciler import checking
from reconciler.files.write import create
from reconciler.model.ref import Ref
from reconciler.pipeline import files
from reconciler.sandbox import Sandbox
from reconciler.sandbox.catalogue import SETTINGS, off
from tests.campus import Campus

OFF = {name: off(numbers) for name, numbers in SETTINGS.items()}


@pytest.fixture
def campus(tmp_path):
    with Sandbox(seed="empty") as sandbox:
        made = Campus(sandbox, tmp_path / "config", tmp_path / "ledger.db")
        made.clear()
        yield made


def template(campus, name, **own):
    campus.sandbox.add("Template", {"ExternalId": name, "Name": name, "Settings": {**OFF, **own}})


def role(campus, title, *on, more=()):
    for row in more:
        campus.sandbox.add_permission(row)
    campus.sandbox.add(
        "Role", {"Title": title, "Type": "Author", "Permissions": dict.fromkeys(on, True)}
    )


def assessment(campus, name="A", *, use=True):
    campus.sandbox.add("Assessment", {"ExternalId": name, "Title": name, "UseProctorIo": use})


def schedule(campus, name, template=None, *, use=True, assessment="A", **own):
    item = {
        "ExternalId": name,
        "Title": name,
        "AssessmentExtId": assessment,
        "StartDateTime": "2090-01-01T09:00:00Z",
        "EndDateTime": "2090-01-01T12:00:00Z",
        "CandidatesTotal": 3,
        "UseProctorIo": use,
        "ProctorioTemplateExternalId": template,
        "Overrides": own,
    }
    campus.sandbox.add("Schedule", item)


def take_over(campus, *refs):
    with ExitStack() as stack:
        case = campus.case(stack, read_only=True)
        chosen = tuple(map(Ref.parse, refs))
        found = files.take_over(case, campus.folder, "base", chosen)
    create({page.path: page.text for page in found.pages})
    assert checking.check(campus.folder).ok
    assert campus.plan().plan.changes == ()
    texts = {str(page.ref): page.text.partition("\n")[2] for page in found.pages}
    whys = {str(left.ref): left.why for left in found.drafts.left}
    remarks = {str(d.ref): d.remarks for d in found.drafts.documents if d.remarks}
    return texts, whys, remarks


def today():
    return datetime.now(ZoneInfo("Europe/Amsterdam")).date().isoformat()


def test_templates_that_are_alike_extend_the_one_that_saves_most(campus):
    common = {"record_video": True, "record_audio": True, "verify_video": True}
    template(campus, "a", **common, calculator=1)
    template(campus, "b", **common)
    template(campus, "c", **common, tabs=1, whiteboard=True, verify_audio=True)

    texts, *_ = take_over(campus)

    assert texts["Template/a"] == (
        "kind: Template\nid: a\nname: a\nextends: b\ntools: {calculator: basic}\n"
    )
    assert texts["Template/b"].startswith(
        "# Others start from here and say what they change.\nkind: Template\nid: b\nname: b\n"
        "recording:\n  video: true\n"
    )
    assert texts["Template/c"] == (
        "kind: Template\nid: c\nname: c\nextends: b\nlock_down: {new_tabs: blocked}\n"
        "verification: {audio: true}\ntools: {whiteboard: true}\n"
    )


def test_one_template_into_a_tree_extends_what_is_declared(campus):
    template(campus, "mine", calculator=1)
    template(campus, "other")
    take_over(campus, "Template/other")

    texts, *_ = take_over(campus, "Template/mine")

    assert texts == {
        "Template/mine": "kind: Template\nid: mine\nname: mine\nextends: other\n"
        "tools: {calculator: basic}\n"
    }


def test_a_broken_dependency_is_accepted_and_not_passed_on_to_who_keeps_it(campus):
    template(campus, "broken", record_desk=2)
    template(campus, "sound")

    texts, *_ = take_over(campus)

    accepted = texts["Template/broken"].partition("accept:\n")[2]
    assert (
        f'  - {{rule: desk-scan-needs-video, why: "as found on import, {today()}"}}\n' in accepted
    )
    assert "extends: broken" not in texts["Template/sound"]


def test_a_number_that_has_no_word_makes_a_template_partial(campus):
    campus.sandbox.add_setting("calculator", (0, 1, 2, 3, 4))
    campus.sandbox.add_setting("new_in_2027")
    template(campus, "strange", calculator=4, new_in_2027=True)

    texts, _, remarks = take_over(campus)

    assert "partial: true\n" in texts["Template/strange"]
    assert "calculator" not in texts["Template/strange"]
    (remark,) = remarks["Template/strange"]
    assert remark.startswith("new_in_2027, tools.calculator: no word of a file says it")


def test_names_that_differ_only_by_case_cannot_both_be_declared(campus):
    template(campus, "Alike")
    template(campus, "alike")
    assessment(campus)
    schedule(campus, "S", "alike")

    texts, whys, remarks = take_over(campus)

    assert "Template/Alike" in texts
    assert whys["Template/alike"] == "its name differs only by case from Template/Alike"
    assert texts["Assessment/A"].endswith('schedules:\n  - {match: "*"}\n')
    assert remarks == {}


def test_a_template_that_is_called_default_and_is_not_is_left_out(campus):
    template(campus, "default")

    _, whys, _ = take_over(campus)

    assert 'its external id is "default"' in whys["Template/default (not the default)"]
    assert "nobody has saved it yet" in whys["Template/default"]


def test_rows_become_capabilities_and_the_rest_is_named(campus):
    role(
        campus,
        "Marker",
        "Marking/Marking",
        "Marking/Void attempts",
        "Exotic/New row",
        more=["Exotic/New row", "Exotic/Other row"],
    )

    texts, *_ = take_over(campus)

    assert texts["Role/Marker"] == (
        "kind: Role\ntitle: Marker\ntype: Author\ncan: [void attempts]\n"
        'permissions: {Exotic/New row: true}\nothers: "off"\n'
    )


def test_a_menu_that_is_off_over_an_open_row_is_said_by_others(campus):
    rows = campus.sandbox.state()["Roles"]["System administrator"]["Permissions"]
    role(campus, "Odd", *(row for row in rows if row != "Marking/Marking"))

    texts, *_ = take_over(campus)

    assert "Marking/Marking" not in texts["Role/Odd"]
    assert texts["Role/Odd"].endswith('others: "off"\n')


def test_a_row_of_another_form_stays_as_it_is(campus):
    role(campus, "Odd", "Flat", more=["Flat"])

    texts, _, remarks = take_over(campus)

    assert "Flat" not in texts["Role/Odd"]
    assert "others" not in texts["Role/Odd"]
    assert remarks["Role/Odd"] == ("Flat: not of the form Group/Permission, so it stays as it is",)


def test_a_shared_ending_becomes_a_rule(campus):
    template(campus, "open", calculator=3, whiteboard=True)
    assessment(campus)
    for name in ("A-1", "A-2", "A-3"):
        schedule(campus, name)
    for name in ("A-1-ACC", "A-2-ACC"):
        schedule(campus, name, "open")

    texts, *_ = take_over(campus)

    assert texts["Assessment/A"].endswith(
        'schedules:\n  - {match: "*-ACC", template: open}\n  - {template: default}\n'
    )
    assert not any(name.startswith("Schedule/") for name in texts)


def test_an_exception_has_its_own_document_with_tweak_and_reasons(campus):
    template(campus, "plain")
    assessment(campus, use=False)
    schedule(campus, "S1", "plain")
    schedule(campus, "S2", "plain")
    schedule(campus, "0123", "plain", record_desk=1, calculator=0)

    texts, *_ = take_over(campus)

    assert texts["Assessment/A"].endswith("schedules:\n  - {proctoring: true, template: plain}\n")
    why = f"as found on import, {today()}"
    assert texts["Schedule/0123"].startswith(
        'kind: Schedule\nid: "0123"\nassessment: A\n'
        "tweak:\n  recording: {desk: periodic}\n  tools: {calculator: none}\n"
        f'accept:\n  - {{rule: desk-scan-needs-video, why: "{why}"}}\n'
    )
    assert texts["Schedule/0123"].endswith(f"why: {why}\n")


def test_a_tweak_without_a_word_is_left_to_the_rule_or_out(campus):
    campus.sandbox.add_setting("new_in_2027")
    template(campus, "plain")
    assessment(campus)
    schedule(campus, "S1", new_in_2027=True)
    schedule(campus, "S2")
    schedule(campus, "S3", "plain", new_in_2027=True)

    texts, whys, _ = take_over(campus)

    assert "schedules" not in texts["Assessment/A"]
    assert set(whys) >= {"Schedule/S1", "Schedule/S3"}
    assert whys["Schedule/S1"] == "no word of a file says its tweaks new_in_2027"
    assert "Schedule/S2" in texts


def test_a_sitting_that_runs_with_older_settings_stays_out_of_the_files(campus):
    template(campus, "plain")
    assessment(campus)
    schedule(campus, "OLD", "plain")
    schedule(campus, "NEW", "plain")
    campus.sandbox.edit("Schedule/OLD", {"IsActivated": True})
    campus.sandbox.edit("Template/plain", {"Settings.calculator": 1})

    texts, whys, remarks = take_over(campus)

    assert (
        "runs with other settings than its template says now (tools.calculator)"
        in (whys["Schedule/OLD"])
    )
    assert "would cover Schedule/OLD" in remarks["Assessment/A"][0]
    assert "template: plain\n" in texts["Schedule/NEW"]


def test_a_schedule_needs_its_assessment_declared(campus):
    assessment(campus)
    schedule(campus, "S")

    texts, whys, _ = take_over(campus, "Schedule/S")
    assert texts == {}
    assert whys == {"Schedule/S": "Assessment/A is not declared; name it too, or import it first"}

    texts, *_ = take_over(campus, "Assessment/A")
    assert texts["Assessment/A"].endswith("schedules:\n  - {template: default}\n")


def test_an_assessment_alone_gets_a_rule_only_where_it_asks_for_nothing(campus):
    assessment(campus)
    schedule(campus, "S1")
    schedule(campus, "S2", use=False)

    texts, _, remarks = take_over(campus, "Assessment/A")

    assert "schedules" not in texts["Assessment/A"]
    assert "name them too" in remarks["Assessment/A"][0]


def test_without_the_console_nothing_is_invented(campus):
    assessment(campus)
    schedule(campus, "S")
    campus.console = False

    with ExitStack() as stack:
        case = campus.case(stack, read_only=True)
        found = files.take_over(case, campus.folder, "base", ())

    assert found.pages == ()
    whys = {str(item.ref): item.why for item in found.drafts.unseen}
    assert "no channel of this environment shows templates" in whys["Template/*"]
    assert "has no list of schedules" in whys["Schedule/*"]


def test_schedules_over_the_public_api_give_assessments_no_rule(campus):
    assessment(campus)
    schedule(campus, "S")
    campus.channels = {"schedules": "integrations"}

    texts, whys, _ = take_over(campus)

    assert texts["Assessment/A"].endswith("id: A\nproctoring: true\n")
    assert "Schedule/S" not in whys


def test_what_a_declared_rule_asks_for_does_not_become_an_exception_unless_it_is_named(campus):
    template(campus, "plain")
    assessment(campus)
    schedule(campus, "S", "plain")
    text = "kind: Assessment\nid: A\nschedules:\n  - {template: default}\n"
    campus.write("base/a.yaml", text)
    before = campus.plan().plan.changes

    with ExitStack() as stack:
        case = campus.case(stack, read_only=True)
        found = files.take_over(case, campus.folder, "base", ())
        named = files.take_over(
            case, campus.folder, "base", (Ref("Template", "plain"), Ref("Schedule", "S"))
        )

    assert "Schedule/S" not in {str(page.ref) for page in found.pages}
    assert Ref("Schedule", "S") in found.drafts.covered
    assert found.pending == len(before) == 1
    assert [str(page.ref) for page in named.pages] == ["Schedule/S", "Template/plain"]
    assert named.pending == 0
