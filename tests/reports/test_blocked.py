"""A plan of which nothing is done does not promise anything, and says each reason once."""

from dataclasses import replace

from reconciler.model.change import Change, Update
from reconciler.model.plan import Judged
from reconciler.model.ref import Ref
from reconciler.model.verdict import Go, Refused
from reconciler.reports import markdown
from reconciler.reports.documents import PlanDocument, plan_document
from tests.reports import text
from tests.reports.pages import page
from tests.reports.samples import CREATE, EMPTY, LIMITED, MADE, PROBLEMS, UNKNOWN, ZONE, place

LIMIT = Refused("3 changes of kind Role, and the limit is 0", "--allow-changes 3")
ALONE = Refused("Assessment/ANAT-101: the Proctorio add-on is not active")


def role(name: str) -> Update:
    return Update(Ref("Role", name), place(1), (), "a" * 64)


def refused() -> PlanDocument:
    wave: tuple[Change, ...] = (CREATE, *(role(name) for name in "ABC"), LIMITED)
    judged = Judged(replace(EMPTY.plan, waves=(wave,)), (Go(), LIMIT, LIMIT, LIMIT, ALONE))
    return plan_document(judged, MADE)


def test_a_plan_with_refused_changes_does_not_say_that_it_will_be_done() -> None:
    for said in (page(text.plan(refused(), ZONE)), markdown.plan(refused(), ZONE)):
        assert "Will be done now" not in said
        assert "Would be done, once nothing is refused" in said


def test_a_plan_with_problems_of_the_tenant_does_not_say_that_it_will_be_done() -> None:
    plan = replace(EMPTY.plan, waves=((CREATE,),), problems=PROBLEMS)
    document = plan_document(Judged(plan, (Go(),)), MADE)

    for said in (page(text.plan(document, ZONE)), markdown.plan(document, ZONE)):
        assert "Would be done, once the problems above are solved" in said


def test_warnings_of_the_tenant_hold_nothing_back() -> None:
    plan = replace(EMPTY.plan, waves=((CREATE,),), problems=PROBLEMS[1:])

    assert "Will be done now" in page(text.plan(plan_document(Judged(plan, (Go(),)), MADE), ZONE))


def test_a_reason_of_many_refused_changes_is_said_once() -> None:
    said = page(text.plan(refused(), ZONE))

    assert said.count("the limit is 0; --allow-changes 3 allows it") == 1
    assert said.count("the Proctorio add-on is not active") == 1
    assert markdown.plan(refused(), ZONE).count("the limit is 0") == 1


def test_what_no_channel_can_show_is_not_called_a_difference() -> None:
    change = Update(Ref("Schedule", "S"), place(1), (UNKNOWN,), "a" * 64)
    document = plan_document(Judged(replace(EMPTY.plan, waves=((change,),)), (Go(),)), MADE)

    for said in (page(text.plan(document, ZONE)), markdown.plan(document, ZONE)):
        assert "no channel can show it" in said
        assert "nothing tells who moved" not in said
