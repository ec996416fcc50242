"""What is live is written into the lines that say otherwise, and nothing else moves."""

import difflib
import shutil

from reconciler.model.ref import Ref
from tests.propose.taking import differing, moved, proposal, settle, take, texts

HIGH_STAKES = "Template/high-stakes"


def changed(before, after):
    """The lines that differ, as `-old` and `+new`, by file."""
    found = {}
    for file in sorted({*before, *after}):
        was, now = before.get(file, "").splitlines(), after.get(file, "").splitlines()
        lines = [
            line
            for line in difflib.unified_diff(was, now, n=0, lineterm="")
            if not line.startswith(("---", "+++", "@@"))
        ]
        if lines:
            found[file] = lines
    return found


def taken(campus, *refs):
    """The lines that a proposal changed, when it changed what it should."""
    before, pending = texts(campus.folder), differing(campus) - moved(campus)

    found = take(campus, *refs)

    assert found.untaken == ()
    assert moved(campus) == set()
    assert differing(campus) == pending
    return changed(before, texts(campus.folder))


def against_a_policy(found):
    """What is left as the files have it, all of it since a policy of the example says so."""
    assert all("breaks the policy accommodated-is-acc" in one.why for one in found.untaken)
    assert {str(one.ref) for one in found.untaken} == {
        "Schedule/CHEM-120-ACC", "Schedule/ECON-201-ACC",
    }  # fmt: skip
    return {(str(one.ref), field.path) for one in found.untaken for field in one.fields}


def test_nothing_moved_is_nothing_proposed(ours):
    assert taken(ours) == {}


def test_a_setting_is_written_into_the_very_line(ours):
    ours.sandbox.edit("Template/standard", {"Settings.full_screen": 1})

    assert taken(ours) == {
        "base/templates/standard.yaml": [
            "-  full_screen: lenient           # removed after 30 seconds outside",
            "+  full_screen: moderate           # removed after 30 seconds outside",
        ]
    }


def test_an_inherited_setting_becomes_one_of_its_own(ours):
    ours.sandbox.edit("Template/accessible", {"Settings.one_screen": False})

    assert taken(ours) == {
        "base/templates/accessible.yaml": ["+  one_screen: false"],
    }


def test_templates_that_extend_a_changed_one_keep_what_they_had(ours):
    ours.sandbox.edit(HIGH_STAKES, {"Settings.verify_id": 2})

    assert taken(ours) == {
        "base/templates/high-stakes.yaml": [
            "-verification: {id: auto}",
            "+verification: {id: live}",
        ],
        "base/templates/default.yaml": ["+verification: {id: auto}"],
    }


def test_templates_that_moved_with_the_one_they_extend_need_no_line(ours):
    ours.sandbox.edit(HIGH_STAKES, {"Settings.verify_id": 2})
    ours.sandbox.edit(
        f"Template/{default_key(ours)}",
        {"Settings.verify_id": 2},
    )

    assert list(taken(ours)) == ["base/templates/high-stakes.yaml"]


def default_key(campus):
    """The external id of the tenant's default template."""
    templates = campus.sandbox.state()["Templates"]
    return next(key for key, item in templates.items() if item["IsDefault"])


def test_a_line_that_holds_elsewhere_too_is_overridden_in_the_overlay(shared):
    shared.sandbox.edit(HIGH_STAKES, {"Settings.verify_id": 2})

    lines = taken(shared)

    assert lines["sandbox/templates/high-stakes.yaml"] == [
        "+# yaml-language-server: $schema=../../../schemas/template.json",
        "+kind: Template",
        "+id: high-stakes",
        "+verification: {id: live}",
    ]
    assert not any(file.startswith(("base", "production")) for file in lines)


def test_a_line_that_other_environments_override_is_changed(shared):
    shared.sandbox.edit(HIGH_STAKES, {"Settings.record_desk": 1})

    lines = taken(shared)

    assert lines["base/templates/high-stakes.yaml"] == [
        "-recording: {desk: start}",
        "+recording: {desk: periodic}",
    ]


def test_a_broken_rule_is_accepted_with_who_broke_it(ours):
    ours.sandbox.edit("Template/accessible", {"Settings.record_video": False}, actor="p.jansen")

    lines = taken(ours)["base/templates/accessible.yaml"]

    assert "+recording: {video: false}" in lines
    assert any(line.startswith("+  - {rule: verify-video-needs-video, why: ") for line in lines)
    assert any("changed by p.jansen over console on " in line for line in lines)


def test_a_template_that_keeps_its_settings_accepts_nothing(ours):
    ours.sandbox.edit("Template/standard", {"Settings.record_video": False})

    lines = taken(ours)

    assert "-  video: true" in lines["base/templates/standard.yaml"]
    assert "+accept:" in lines["base/templates/standard.yaml"]
    assert lines["base/templates/practice.yaml"] == [
        "-recording: {screen: false}",
        "+recording: {screen: false, video: true}",
    ]
    assert "base/templates/default.yaml" not in lines


def test_a_setting_that_nobody_s_words_can_say_is_left_to_a_person(ours):
    ours.sandbox.add_setting("full_screen", (0, 1, 2, 3, 9))
    ours.sandbox.edit("Template/accessible", {"Settings.full_screen": 9})

    found = proposal(ours)

    assert [str(one.ref) for one in found.untaken] == ["Template/accessible"]
    assert found.untaken[0].why.startswith(
        "the files would be wrong: 9 is not a value of lock_down"
    )
    assert found.files == ()


def test_what_a_profile_forbids_is_left_to_a_person(ours):
    ours.sandbox.edit("Template/accessible", {"Settings.full_screen": 2})

    found = proposal(ours)

    assert [str(one.ref) for one in found.untaken] == ["Template/accessible"]
    assert "lenient is outside the profile accessible" in found.untaken[0].why
    assert found.files == ()


POLICY = """\
kind: Policy
name: no-desk-scan-in-standard
kinds: [Template]
assert: resource.id != "standard" || settings.recording.desk == "none"
why: most rooms are shared with others
"""


def test_what_a_policy_forbids_is_left_to_a_person(ours):
    ours.write("policies/desk.yaml", POLICY)
    ours.sandbox.edit("Template/standard", {"Settings.record_desk": 1})

    found = proposal(ours)

    assert [str(one.ref) for one in found.untaken] == ["Template/standard"]
    assert "breaks the policy no-desk-scan-in-standard" in found.untaken[0].why
    assert found.files == ()


def test_a_capability_that_lost_a_row_becomes_the_rows_it_still_has(ours):
    row = "Permissions.Marking/View proctored recordings"
    ours.write(
        "base/roles/proctoring-reviewer.yaml",
        "kind: Role\ntitle: Proctoring reviewer\ntype: Author\n"
        "can:\n  - review recordings in marking  # two eyes\n  - void attempts  # alone\n",
    )
    settle(ours)
    ours.sandbox.edit("Role/Proctoring reviewer", {row: False})

    assert taken(ours)["base/roles/proctoring-reviewer.yaml"] == [
        "-  - review recordings in marking  # two eyes",
        "+permissions: {Marking/View proctored recordings: false}",
    ]


def test_what_only_the_lost_capability_gave_is_named(ours):
    ours.sandbox.edit("Role/Exam board", {"Permissions.Reports/View proctored recordings": False})

    assert taken(ours)["base/roles/exam-board.yaml"] == [
        "-can: [review recordings in reports, void attempts]",
        "+can: [void attempts]",
        "+permissions: {Reports/Reports: true, Reports/View proctored recordings: false}",
    ]


def test_ticks_and_the_type_of_a_role(ours):
    change = {
        "Type": "Admin",
        "Permissions.Delivery/Manage schedules": False,
        "Permissions.Administration/Administration": True,
    }
    ours.sandbox.edit("Role/Exam scheduler", change)

    assert taken(ours)["base/roles/exam-scheduler.yaml"] == [
        "-type: Author",
        "+type: Admin",
        "-  Delivery/Manage schedules: true",
        "+  Delivery/Manage schedules: false",
        "-  Administration/Administration: false",
        "+  Administration/Administration: true",
    ]


def test_a_grant_that_somebody_took_back_goes(ours):
    ours.replace(
        "base/roles/exam-scheduler.yaml",
        "title: Exam scheduler\n",
        "title: Exam scheduler\n"
        'grants:\n  - {permission: Marking/Marking, until: "2999-01-01", why: "4711"}\n',
    )
    settle(ours)
    ours.sandbox.edit("Role/Exam scheduler", {"Permissions.Marking/Marking": False})

    assert taken(ours)["base/roles/exam-scheduler.yaml"] == [
        "-grants:",
        '-  - {permission: Marking/Marking, until: "2999-01-01", why: "4711"}',
        "+  Marking/Marking: false",
    ]


def test_a_row_on_under_a_closed_menu_is_left_to_a_person(ours):
    ours.sandbox.edit("Role/Exam scheduler", {"Permissions.Administration/Manage users": True})
    before = texts(ours.folder)

    found = take(ours)

    assert [str(one.ref) for one in found.untaken] == ["Role/Exam scheduler"]
    why = found.untaken[0].why
    assert "Administration/Manage users is on under Administration/Administration" in why
    assert "switch Administration/Administration on" in why
    assert found.untaken[0].place is not None
    assert texts(ours.folder) == before


def test_what_cannot_be_taken_over_does_not_hold_up_the_rest(ours):
    ours.sandbox.edit("Role/Exam scheduler", {"Permissions.Administration/Manage users": True})
    ours.sandbox.edit("Template/standard", {"Settings.full_screen": 1})

    found = take(ours)

    assert [str(one.ref) for one in found.taken] == ["Template/standard"]
    assert {ref for ref, _ in moved(ours)} == {"Role/Exam scheduler"}


def test_the_option_of_an_assessment_moves_without_its_sittings(ours):
    ours.sandbox.edit("Assessment/PSYC-140", {"UseProctorIo": False})

    assert taken(ours) == {
        "base/assessments/PSYC-140.yaml": [
            "-proctoring: true",
            "+proctoring: false",
            '-  - {match: "*-ACC*", template: accessible}',
            "-  - {template: standard}",
            '+  - {match: "*-ACC*", template: accessible, proctoring: true}',
            "+  - {template: standard, proctoring: true}",
        ]
    }


def test_a_sitting_under_a_rule_becomes_an_exception_with_a_reason(ours):
    ours.sandbox.edit(
        "Schedule/MATH-101-RESIT", {"ProctorioTemplateExternalId": "practice"}, actor="k.visser"
    )

    lines = taken(ours)["base/schedules/MATH-101-RESIT.yaml"]

    assert lines[:5] == [
        "+# yaml-language-server: $schema=../../../schemas/schedule.json",
        "+kind: Schedule",
        "+id: MATH-101-RESIT",
        "+assessment: MATH-101",
        "+template: practice",
    ]
    assert lines[5].startswith('+why: "taken over from the platform: changed by k.visser over')


def test_tweaks_that_a_new_exception_would_take_away_come_along(ours):
    change = {"ProctorioTemplateExternalId": "practice", "Overrides.calculator": 2}
    ours.sandbox.edit("Schedule/MATH-101-RESIT", change)

    lines = taken(ours)["base/schedules/MATH-101-RESIT.yaml"]

    assert lines[-2:] == ["+tweak:", "+  tools: {calculator: scientific}"]


def test_the_tweaks_of_an_exception(ours):
    change = {"Overrides.block_downloads": None, "Overrides.calculator": 2}
    ours.sandbox.edit("Schedule/ANAT-101-ACC", change)

    assert taken(ours)["base/schedules/exceptions.yaml"] == [
        "-  lock_down: {block_downloads: false}",
        "+  tools: {calculator: scientific}",
    ]


def test_a_template_that_nobody_declares_cannot_be_named(ours):
    item = {**ours.sandbox.state()["Templates"]["practice"], "ExternalId": "extra", "Name": "Extra"}
    ours.sandbox.add("Template", {k: item[k] for k in ("ExternalId", "Name", "Settings")})
    ours.sandbox.edit("Schedule/MATH-101-RESIT", {"ProctorioTemplateExternalId": "extra"})

    found = proposal(ours)

    assert [str(one.ref) for one in found.untaken] == ["Schedule/MATH-101-RESIT"]
    assert 'there is no Template "extra"' in found.untaken[0].why
    assert found.files == ()


def test_a_deleted_object_is_left_to_a_person(ours):
    ours.sandbox.delete("Role/Exam board")

    found = proposal(ours)

    assert [str(one.ref) for one in found.untaken] == ["Role/Exam board"]
    assert "the next apply makes it again" in found.untaken[0].why
    assert found.files == ()


def test_what_the_files_newly_ask_for_is_theirs_unless_asked(ours):
    ours.replace("base/templates/standard.yaml", "full_screen: lenient ", "full_screen: severe ")

    assert proposal(ours).taken == ()

    found = take(ours, everything=True)

    assert "full_screen: lenient " in texts(ours.folder)["base/templates/standard.yaml"]
    assert differing(ours) == against_a_policy(found)


def test_where_both_have_moved_the_platform_is_taken_over(ours):
    ours.replace("base/templates/standard.yaml", "full_screen: lenient ", "full_screen: severe ")
    ours.sandbox.edit("Template/standard", {"Settings.full_screen": 1})

    take(ours)

    assert "full_screen: moderate " in texts(ours.folder)["base/templates/standard.yaml"]
    assert moved(ours) == set()


def test_only_what_was_named(ours):
    ours.sandbox.edit("Template/accessible", {"Settings.full_screen": 2})
    ours.sandbox.edit("Template/practice", {"Settings.record_screen": True})

    before = texts(ours.folder)
    take(ours, "Template/practice")

    assert list(changed(before, texts(ours.folder))) == ["base/templates/practice.yaml"]


def test_an_environment_without_an_overlay_cannot_override(shared):
    shared.write(
        "site.yaml", texts(shared.folder)["site.yaml"].replace("    overlay: sandbox\n", "")
    )
    shutil.rmtree(shared.folder / "sandbox")
    shared.sandbox.edit(HIGH_STAKES, {"Settings.verify_id": 2})

    found = proposal(shared, HIGH_STAKES)

    assert [one.ref for one in found.untaken] == [Ref.parse(HIGH_STAKES)]
    assert "base also holds for production, and sandbox has no overlay" in found.untaken[0].why


def test_with_the_ledger_lost_the_files_become_the_platform(ours):
    ours.sandbox.edit("Template/standard", {"Settings.full_screen": 1})
    ours.forget()

    found = take(ours)

    assert differing(ours) == against_a_policy(found)
    assert "full_screen: moderate " in texts(ours.folder)["base/templates/standard.yaml"]


def test_looking_writes_nothing_to_the_platform(ours):
    ours.sandbox.edit("Template/accessible", {"Settings.full_screen": 2})
    ours.sandbox.reset_requests()

    take(ours)

    assert ours.sandbox.requests()
    assert not any(request.writes for request in ours.sandbox.requests())
