"""A strict stand-in Cirrus tenant on a loopback port; it shares no code with the reconciler."""

from reconciler.sandbox.envelope import Refusal
from reconciler.sandbox.faults import Fault
from reconciler.sandbox.journal import Request
from reconciler.sandbox.sandbox import Sandbox
from reconciler.sandbox.tenant import Behaviours
from reconciler.sandbox.tenants import Generated

__all__ = ["Behaviours", "Fault", "Generated", "Refusal", "Request", "Sandbox"]
