"""Console: schedules with the settings that they run with."""

from reconciler.sandbox import rules
from reconciler.sandbox.console.answers import (
    bad_settings,
    check_version,
    found,
    needs_proctorio,
    only_query,
    show,
    show_list,
)
from reconciler.sandbox.envelope import Answer, Call, refuse
from reconciler.sandbox.shapes import NoBody, Proctoring
from reconciler.sandbox.store import Filter, Row
from reconciler.sandbox.tenant import GATEWAY, Tenant

STATES = ("Archived", "Ended", "Started", "Activated", "Draft")
_WORDS = {
    rules.ARCHIVED: "the schedule is archived",
    rules.ENDED: "the schedule has ended",
    rules.STARTED: "a candidate has started",
    rules.ACTIVE: "the schedule is activated",
    rules.INACTIVE: "the schedule is not activated",
    rules.EMPTY: "the schedule has no candidates",
}


def list_schedules(tenant: Tenant, call: Call) -> Answer:
    """GET /schedules?AssessmentExtId=&State=."""
    only_query(call, "Page", "PageSize", "AssessmentExtId", "State")
    state = call.query.get("State")
    if state is not None and state not in STATES:
        raise refuse(400, "Query", f"State is one of {', '.join(STATES)}")
    return show_list(tenant, call, Filter("Schedule", call.query.get("AssessmentExtId"), state))


def get_schedule(tenant: Tenant, call: Call) -> Answer:
    """GET /schedules/{ExternalId}."""
    return show(tenant, found(tenant, "Schedule", call.keys["key"]))


def patch_proctoring(tenant: Tenant, call: Call) -> Answer:
    """PATCH /schedules/{ExternalId}/proctoring: all three fields, drafts only."""
    body = Proctoring.model_validate_json(call.body)
    problems = list(rules.wrong_settings(tenant, body.Overrides))
    if problems:
        raise bad_settings(problems)
    row = found(tenant, "Schedule", call.keys["key"])
    check_version(tenant, call, row)
    _allowed(rules.why_not_set(row))
    needs_proctorio(tenant, wanted=body.UseProctorIo)
    template = body.ProctorioTemplateExternalId
    if template is not None and not tenant.store.find("Template", template):
        raise refuse(409, "UnknownTemplate", f"no template {template}")
    return show(tenant, tenant.save(row, row.item | body.model_dump(), GATEWAY))


def activate(tenant: Tenant, call: Call) -> Answer:
    """PUT /schedules/{ExternalId}/activate."""
    row = _named(tenant, call)
    _allowed(rules.why_not_activate(row))
    return show(tenant, rules.activate(tenant, row, GATEWAY))


def deactivate(tenant: Tenant, call: Call) -> Answer:
    """PUT /schedules/{ExternalId}/deactivate."""
    row = _named(tenant, call)
    _allowed(rules.why_not_deactivate(row))
    return show(tenant, rules.deactivate(tenant, row, GATEWAY))


def _named(tenant: Tenant, call: Call) -> Row:
    NoBody.model_validate_json(call.body or b"{}")
    row = found(tenant, "Schedule", call.keys["key"])
    check_version(tenant, call, row)
    return row


def _allowed(reason: str | None) -> None:
    if reason:
        raise refuse(409, reason.capitalize(), _WORDS[reason])
