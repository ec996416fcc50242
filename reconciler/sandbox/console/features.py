"""Console: what the tenant has switched on, and who changed what."""

from reconciler.sandbox.console.answers import only_query, page_answer, page_of
from reconciler.sandbox.envelope import Answer, Call, content, dumps, refuse
from reconciler.sandbox.tenant import GATEWAY, SCHEDULER, Tenant
from reconciler.sandbox.times import parse, wire


def get_features(tenant: Tenant, call: Call) -> Answer:
    """GET /features."""
    only_query(call)
    features = {"Proctorio": tenant.proctorio}
    return content(dumps(features | {"Actor": GATEWAY.name, "Scheduler": SCHEDULER.name}))


def list_audit(tenant: Tenant, call: Call) -> Answer:
    """GET /audit?Since=&Object=&Page=, newest first."""
    only_query(call, "Since", "Object", "Page", "PageSize")
    page = page_of(call)
    entries, total = tenant.store.logged(
        _since(call.query.get("Since")), call.query.get("Object"), page.size, page.skip
    )
    return page_answer(tenant, call, entries, total)


def _since(text: str | None) -> str | None:
    try:
        return text and wire(parse(text))
    except ValueError as error:
        raise refuse(400, "Query", f"Since: {error}") from error
