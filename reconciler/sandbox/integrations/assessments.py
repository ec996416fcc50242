"""Public API: what an assessment is; its Proctorio option is not among the documented fields."""

from reconciler.sandbox.envelope import Answer, Call, content, dumps
from reconciler.sandbox.integrations.refusals import found
from reconciler.sandbox.tenant import Tenant

_SETUP = {
    "Revision": 1,
    "Purpose": 1,
    "Availability": 0,
    "Type": 1,
    "AssignmentConnections": [],
    "AllowedNumberOfAttempts": 1,
    "WhichAttemptCounts": 0,
    "ReasonableAdjustmentType": "PERCENTAGE",
    "MaxTimePerAttempt": 120,
    "ExtraTime": 25,
}


def get_assessment(tenant: Tenant, call: Call) -> Answer:
    """GET /assessment/{extId}."""
    item = found(tenant, "Assessment", call.keys["key"]).item
    fields = ("Title", "ExternalId", "Status", "IsPublished")
    shown = {name: item[name] for name in fields} | {"Code": item["ExternalId"]}
    return content(dumps(shown | _SETUP))
