"""The kinds of object that files declare: one room each, in the order of work."""

from reconciler.kinds import assessment, role, schedule, template
from reconciler.kinds.kind import Kind

KINDS: tuple[Kind, ...] = (template.KIND, role.KIND, assessment.KIND, schedule.KIND)

__all__ = ["KINDS", "Kind"]
