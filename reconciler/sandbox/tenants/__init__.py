"""The tenants that a sandbox can start with."""

from typing import Literal

from reconciler.sandbox.tenant import Tenant
from reconciler.sandbox.tenants.generated import Generated
from reconciler.sandbox.tenants.northwood import northwood
from reconciler.sandbox.tenants.planting import Planting, fill

Seed = Literal["demo", "empty"] | Generated

__all__ = ["Generated", "Seed", "plant"]


def plant(tenant: Tenant, seed: Seed) -> None:
    """Give a tenant that has nothing yet its first objects."""
    if tenant.store.get("planted"):
        return
    fill(tenant, planting(tenant, seed))
    tenant.store.put("planted", value=True)


def planting(tenant: Tenant, seed: Seed) -> Planting:
    """Return what *seed* stands for, around the tenant's own time."""
    match seed:
        case "demo":
            return northwood(tenant.now())
        case "empty":
            return Planting()
        case Generated():
            return seed.planting(tenant.now())
