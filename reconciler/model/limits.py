"""How much one run may do, and how fast it may ask."""

from pydantic import Field

from reconciler.model.resource import Shape
from reconciler.model.scalars import Changes, Count, Positive, Share


class Limits(Shape):
    """How much one run may do; a plan beyond a limit is refused, never shortened."""

    changes: Changes = Field(
        default=Share(30),
        description="Updates and deletes per kind, as a share of its declared live objects "
        "(ignored below 10 objects) or as a count",
        examples=["30%", 20],
    )
    reactivations: Count = Field(
        default=0, description="Schedules that are deactivated and activated again", examples=[3]
    )
    inactive_at_once: Positive = Field(
        default=1, description="Schedules that are inactive at the same time", examples=[1]
    )
    deletes: Count = Field(default=0, description="Objects that are deleted", examples=[0])


class Pace(Shape):
    """How fast the platform is asked."""

    requests_per_second: Positive = Field(
        default=10, description="Requests that start in one second", examples=[10]
    )
    in_flight: Positive = Field(
        default=8, description="Requests that wait for an answer at once", examples=[8]
    )
