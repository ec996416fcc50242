"""Every error that a command can end with.

ReconcilerError            exit 1: the run is broken; the message is for people
├── ConfigurationError     the files do not hold together; carries the problems
├── PlatformError          the platform cannot be used: address, token, answer
│   ├── Refused            the platform said no to one request, with its reason
│   ├── Moved              the object is no longer as it was read (412, or found by reading again)
│   ├── Ambiguous          a write whose answer was lost: it may or may not have happened
│   └── LeftInactive       exit 7: an exam that we deactivated could not be activated again
├── FilesError             files cannot be written, or not without harm to what is there
├── Untold                 nobody can tell what the candidates of a sitting must be told
├── PlanRefused            a limit or a rule forbids a change; nothing was sent
├── PlanMoved              the reviewed plan is not the plan of now
├── ForgeError             GitHub cannot be used as a workflow run needs it
│   └── NotReviewed        nobody has reviewed what a run was to apply
└── LedgerError            the ledger cannot be read or written
    ├── Locked             another run holds the lock of the environment
    └── LeaseLost          our lock ran out, was broken or was taken over
"""

from collections.abc import Sequence

from reconciler.model import verdict
from reconciler.model.change import Change
from reconciler.model.problem import Level, Problem


class ReconcilerError(Exception):
    """A run that cannot go on."""

    exit_code = 1


class ConfigurationError(ReconcilerError):
    """The configuration has errors; nothing was sent."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(problems)
        errors = sum(problem.level is Level.ERROR for problem in self.problems)
        super().__init__(f"the configuration has {errors} error{'' if errors == 1 else 's'}")


class FilesError(ReconcilerError):
    """Files cannot be written; none was."""


class PlatformError(ReconcilerError):
    """The platform cannot be used."""


class Refused(PlatformError):
    """The platform refused one request."""


class Moved(PlatformError):
    """The object has changed since it was read."""


class Ambiguous(PlatformError):
    """The answer to a write was lost."""


class LeftInactive(PlatformError):
    """A schedule that we deactivated could not be activated again; somebody must, now."""

    exit_code = 7


class Untold(ReconcilerError):
    """Nobody can tell the terms of a sitting, so no notice of it can be made."""

    exit_code = 8


class PlanRefused(ReconcilerError):
    """A limit or a rule forbids part of the plan, so none of it was sent."""

    def __init__(self, refused: Sequence[tuple[Change, verdict.Refused]]) -> None:
        reasons = dict.fromkeys(judged.why for _, judged in refused)
        allow = dict.fromkeys(judged.allow for _, judged in refused if judged.allow)
        hint = f"; {' '.join(allow)} allows it" if allow else ""
        super().__init__("nothing was sent: " + "; ".join(reasons) + hint)


class PlanMoved(ReconcilerError):
    """What was reviewed is not what would be done now."""


class ForgeError(ReconcilerError):
    """GitHub cannot be used."""


class NotReviewed(ForgeError):
    """There is no reviewed plan for what was to be applied; nothing was sent."""


class LedgerError(ReconcilerError):
    """The ledger cannot be used."""


class Locked(LedgerError):
    """Another run holds the lock of the environment."""


class LeaseLost(LedgerError):
    """The lock that this run held is no longer its own."""
