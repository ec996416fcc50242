"""Console: assessments and their Proctorio option."""

from reconciler.sandbox.console.answers import (
    check_version,
    found,
    needs_proctorio,
    only_query,
    show,
    show_list,
)
from reconciler.sandbox.envelope import Answer, Call
from reconciler.sandbox.shapes import AssessmentOptions
from reconciler.sandbox.store import Filter
from reconciler.sandbox.tenant import GATEWAY, Tenant


def list_assessments(tenant: Tenant, call: Call) -> Answer:
    """GET /assessments."""
    only_query(call, "Page", "PageSize")
    return show_list(tenant, call, Filter("Assessment"))


def get_assessment(tenant: Tenant, call: Call) -> Answer:
    """GET /assessments/{ExternalId}."""
    return show(tenant, found(tenant, "Assessment", call.keys["key"]))


def patch_options(tenant: Tenant, call: Call) -> Answer:
    """PATCH /assessments/{ExternalId}/options: existing schedules keep their own value."""
    body = AssessmentOptions.model_validate_json(call.body)
    row = found(tenant, "Assessment", call.keys["key"])
    check_version(tenant, call, row)
    needs_proctorio(tenant, wanted=body.UseProctorIo)
    return show(tenant, tenant.save(row, row.item | body.model_dump(), GATEWAY))
