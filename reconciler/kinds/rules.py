"""Rules for the schedules of an assessment: shared by the two rooms that read them."""

from fnmatch import fnmatchcase
from typing import NamedTuple

from pydantic import Field

from reconciler.model.resource import Resource, Shape


class Said(NamedTuple):
    """What is said of a sitting: whether it is proctored, with which template; None: nothing."""

    proctoring: bool | None = None
    template: str | None = None


NOTHING = Said()


class Rule(Shape):
    """What schedules of the assessment get whose external id matches; the first match wins."""

    match: str | None = Field(
        None,
        min_length=1,
        description="Shell glob on the whole external id, case-sensitive; left out: every schedule",
        examples=["*-ACC*"],
    )
    template: str | None = Field(
        None, min_length=1, description="Id of a declared template", examples=["accessible"]
    )
    proctoring: bool | None = Field(
        None,
        description="Whether these sittings are proctored; left out: as the assessment says",
        examples=[True],
    )

    def covers(self, name: str) -> bool:
        """Whether the rule is about the schedule with this external id."""
        return self.match is None or fnmatchcase(name, self.match)


class Ruled(Resource):
    """A document with a proctoring option and rules for schedules."""

    proctoring: bool | None = Field(
        None, description="The assessment option `use Proctorio`", examples=[True]
    )
    schedules: list[Rule] | None = Field(
        None,
        description="Rules for its schedules; the first match wins",
        examples=[[{"match": "*-ACC*", "template": "accessible"}, {"template": "high-stakes"}]],
    )

    def rule(self, name: str) -> tuple[int, Rule] | None:
        """The first rule that covers the schedule with this external id, and its index."""
        for index, rule in enumerate(self.schedules or ()):
            if rule.covers(name):
                return index, rule
        return None

    def said(self, rule: Rule) -> Said:
        """What one of its rules says; of proctoring the option does, where the rule does not."""
        option = self.proctoring if rule.proctoring is None else rule.proctoring
        return Said(option, rule.template)

    def says(self, name: str) -> Said:
        """What it says of the schedule with this external id; nothing where no rule covers it."""
        found = self.rule(name)
        return self.said(found[1]) if found else NOTHING
