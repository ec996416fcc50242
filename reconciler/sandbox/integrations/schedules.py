"""Public API: read, create, patch, activate and delete a schedule."""

from datetime import datetime, timedelta
from itertools import count
from typing import Any

from reconciler.sandbox import rules
from reconciler.sandbox.envelope import Answer, Call, Item, content, done, dumps
from reconciler.sandbox.integrations.people import candidates
from reconciler.sandbox.integrations.refusals import (
    CANNOT_UPDATE_ACTIVATED,
    found,
    invalid,
    not_activated,
    numbered,
    text,
)
from reconciler.sandbox.shapes import NewSchedule, SchedulePatch
from reconciler.sandbox.store import Row
from reconciler.sandbox.tenant import SCHEDULER, Tenant
from reconciler.sandbox.times import parse, whole_seconds, wire

_LONGEST = timedelta(days=2 * 366)
_ROOT = "ROOT"


def get_schedule(tenant: Tenant, call: Call) -> Answer:
    """GET /external/schedule/{extId}: the documented fields, so nothing about proctoring."""
    row = found(tenant, "Schedule", call.keys["key"])
    item, hierarchy = row.item, row.more["Hierarchy"]
    fields = ("ExternalId", "Title", "StartDateTime", "EndDateTime", "ArchiveState", "IsActivated")
    shown = {name: item[name] for name in fields} | {
        "Hierarchy": {"ExternalId": hierarchy, "FullPath": tenant.hierarchies[hierarchy]},
        "Candidates": candidates(row),
        "Invigilators": [],
        "SharingInformation": [],
    }
    text = dumps(shown)
    return content(whole_seconds(text) if tenant.behaviours.normalises else text)


def post_schedule(tenant: Tenant, call: Call) -> Answer:
    """POST /external/schedule: a draft; the answer is its external id."""
    body = NewSchedule.model_validate_json(call.body)
    assessment = found(tenant, "Assessment", body.AssessmentExternalId).item
    if not assessment["IsPublished"]:
        raise text("Assessment must be published")
    key = _new_key(tenant, body.ScheduleExternalId)
    _check_proctoring(tenant, body)
    item = {
        "ExternalId": key,
        "Title": body.Title or assessment["Title"],
        "AssessmentExtId": body.AssessmentExternalId,
        **_window(body.StartDateTime, body.EndDateTime),
        **_fresh(),
        **_proctoring(body, assessment),
    }
    more = {"Hierarchy": _hierarchy(tenant, body.HierarchyExternalId or _ROOT), "Pin": body.PIN}
    row = tenant.create("Schedule", item, SCHEDULER, more | {"HandedIn": 0, "Void": 0})
    return content(dumps(row.key))


def patch_schedule(tenant: Tenant, call: Call) -> Answer:
    """PATCH /external/schedule/{extId}: what is left out of proctoring falls back."""
    body = SchedulePatch.model_validate_json(call.body)
    named = body.model_dump(exclude_none=True)
    if not named:
        raise text("Invalid input data (all fields in message body are empty)")
    row = found(tenant, "Schedule", call.keys["key"])
    if set(named) == {"PIN"}:
        tenant.save(row, row.item, SCHEDULER, row.more | {"Pin": body.PIN})
        return content(dumps(row.key))
    _check_patchable(row)
    _check_proctoring(tenant, body)
    more = row.more | {"Pin": body.PIN or row.more["Pin"]}
    more["Hierarchy"] = _hierarchy(tenant, body.HierarchyExternalId or more["Hierarchy"])
    row = tenant.save(row, _patched(tenant, row, body), SCHEDULER, more)
    return content(dumps(row.key))


def activate(tenant: Tenant, call: Call) -> Answer:
    """PUT /external/schedule/{extId}/activate: not idempotent, and without a Content."""
    row = found(tenant, "Schedule", call.keys["key"])
    reason = rules.why_not_activate(row)
    if reason:
        raise not_activated(reason)
    rules.activate(tenant, row, SCHEDULER)
    return done()


def delete_schedule(tenant: Tenant, call: Call) -> Answer:
    """DELETE /external/schedule/{extId}: drafts only."""
    row = found(tenant, "Schedule", call.keys["key"])
    if row.item["IsActivated"]:
        raise text("Can't delete schedule")
    tenant.remove(row, SCHEDULER)
    return done()


def _check_patchable(row: Row) -> None:
    if row.state == "Archived":
        raise numbered(302)
    if row.item["IsActivated"]:
        raise text(CANNOT_UPDATE_ACTIVATED)
    if row.state == "Ended":
        raise numbered(305)


def _patched(tenant: Tenant, row: Row, body: SchedulePatch) -> Item:
    item = row.item
    if body.StartDateTime is None:
        raise invalid("StartDateTime is mandatory")
    assessment = tenant.store.find("Assessment", item["AssessmentExtId"])
    renamed = body.ScheduleExternalId or body.ScheduleExtId
    if renamed and renamed != row.key:
        item["ExternalId"] = _new_key(tenant, renamed)
    item |= _window(body.StartDateTime, body.EndDateTime or item["EndDateTime"])
    item["Title"] = body.Title or item["Title"]
    return item | _proctoring(body, assessment.item if assessment else {"UseProctorIo": False})


def _proctoring(body: SchedulePatch | NewSchedule, assessment: Item) -> Item:
    use = assessment["UseProctorIo"] if body.UseProctorIo is None else body.UseProctorIo
    return {
        "UseProctorIo": use,
        "ProctorioTemplateExternalId": body.ProctorioTemplateExternalId,
    }


def _check_proctoring(tenant: Tenant, body: SchedulePatch | NewSchedule) -> None:
    if body.UseProctorIo and not tenant.proctorio["Active"]:
        raise invalid("Proctorio is not active")
    template = body.ProctorioTemplateExternalId
    if template is not None and not tenant.store.find("Template", template):
        raise text("Proctorio template hasn't been found by external id")


def _window(start: str, end: str) -> dict[str, str]:
    opens, closes = _moment("StartDateTime", start), _moment("EndDateTime", end)
    if not opens < closes <= opens + _LONGEST:
        raise invalid("EndDateTime must follow StartDateTime within two years")
    return {"StartDateTime": wire(opens), "EndDateTime": wire(closes)}


def _moment(field: str, value: str) -> datetime:
    try:
        return parse(value)
    except ValueError as error:
        raise invalid(f"{field}: {error}") from error


def _new_key(tenant: Tenant, wanted: str | None) -> str:
    if wanted and tenant.store.find("Schedule", wanted):
        raise text("Schedule with this external id already exists")
    made = (f"SCH-{number:06}" for number in count(1))
    return wanted or next(key for key in made if not tenant.store.find("Schedule", key))


def _hierarchy(tenant: Tenant, external_id: str) -> str:
    if external_id not in tenant.hierarchies:
        raise text("Hierarchy hasn't been found by external id")
    return external_id


def _fresh() -> dict[str, Any]:
    """Return the fields of a draft that nobody has booked yet."""
    return {
        "IsActivated": False,
        "ActivatedAt": None,
        "ArchiveState": 1,
        "CandidatesTotal": 0,
        "CandidatesStarted": 0,
        "Overrides": {},
        "ActiveSettings": None,
        "KeysFrom": None,
    }
