"""Hand-made plans, reports and ledgers that hold everything there is to show."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from reconciler.model.access import Access
from reconciler.model.approval import Demand
from reconciler.model.change import (
    Cause,
    Create,
    Delete,
    FieldChange,
    FieldValue,
    Manual,
    Reactivate,
    Update,
    Why,
)
from reconciler.model.direction import Direction, Effect
from reconciler.model.impact import Impact, Touched
from reconciler.model.memory import Based, Memory
from reconciler.model.observed import Known, Sitting, State, Value
from reconciler.model.outcome import Done, Failed, Inactive, Report, Skipped
from reconciler.model.place import Place
from reconciler.model.plan import Aside, Converged, Judged, Note, Plan, Release
from reconciler.model.problem import Level, Problem, identified
from reconciler.model.ref import Ref
from reconciler.model.sameness import identify
from reconciler.model.verdict import ByHand, Go, Refused, TooLate, Wait
from reconciler.reports.documents import Made, PlanDocument, plan_document
from reconciler.reports.drifted import DriftDocument, drift_document
from reconciler.reports.reported import ReportDocument, report_document

ZONE = ZoneInfo("Europe/Amsterdam")
NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)
COMMIT = "1a2b3c4d5e6f708192a3b4c5d6e7f8091a2b3c4d"
MADE = Made(NOON, COMMIT)
ON, OFF = True, False

# What a stranger may have called things: a table, code, HTML, a mention, a terminal escape.
HOSTILE = "a|b `c` <script>@team</script> [x](http://evil) www.evil.com #1 *_~ :+1:\n\x1b[2J\u202e"


def place(line: int) -> Place:
    return Place("config/base/templates/high-stakes.yaml", line, 3)


def field(
    label: str,
    before: Value | None,
    after: Value | None,
    cause: Cause | Why = Why.CONFIGURED,
    line: int = 9,
) -> FieldChange:
    cause = cause if isinstance(cause, Cause) else Cause(cause)
    path = label.replace(" ", "_")
    return FieldChange(path, label, before, after, cause, place(line))


RECORDED = FieldChange(
    "template", "template", "default", "high-stakes", Cause(Why.CONFIGURED), place(4),
    Known.RECORDED, datetime(2026, 11, 1, 8, tzinfo=UTC), "j.smit@northwood.example",
)  # fmt: skip
UNKNOWN = FieldChange(
    "proctoring", "proctoring", None, ON, Cause(Why.UNATTRIBUTED), place(5), Known.UNKNOWN
)
BY_TOM = Cause(Why.DRIFTED, "tom.baker", datetime(2026, 11, 18, 9, 12, tzinfo=UTC), "console")
BY_PRIYA = Cause(Why.CONFLICTING, "priya.nair", datetime(2026, 11, 20, 7, tzinfo=UTC), "gateway")

CREATE = Create(
    Ref("Template", "accessible"),
    place(1),
    (
        FieldValue("name", "name", "Accessible", place(2)),
        FieldValue("recording.video", "record webcam", ON, place(3)),
        FieldValue("lock_down.full_screen", "full screen", "none", None),
    ),
)
UPDATE = Update(
    Ref("Template", "high-stakes"),
    place(3),
    (
        field("full screen", "lenient", "moderate", BY_TOM, 8),
        field("identity check", "none", "auto", BY_TOM, 9),
        field("record webcam", OFF, ON, Why.DRIFTED, 10),
        field("name", "", "off", BY_PRIYA, 5),
        field("calculator", None, "basic", Why.CONFLICTING, 11),
        field("whiteboard", ON, OFF, Why.UNATTRIBUTED, 12),
        field("sorting", 10, 20, Why.CONFIGURED, 13),
        field("Marking/View coordinator tab", ON, None, Why.EXPIRED, 14),
    ),
    "f" * 64,
    adopts=True,
    needs=(CREATE.ref,),
)
SCHEDULE = Update(Ref("Schedule", "ANAT-101/résumé 2"), place(20), (RECORDED, UNKNOWN), "0" * 64)
DELETE = Delete(Ref("Template", "toms-test"), place(30), "e" * 64)
SITTING = Sitting(
    State.ACTIVATED,
    datetime(2026, 12, 1, 8, tzinfo=UTC),
    datetime(2026, 12, 1, 11, tzinfo=UTC),
    42,
    0,
)
STARTED = Sitting(State.STARTED, datetime(2026, 11, 24, 11, tzinfo=UTC), None, None, 7)


def reactivate(name: str, sitting: Sitting = SITTING) -> Reactivate:
    fields = (field("runs with full screen", "lenient", "moderate", Why.STALE, 8),)
    return Reactivate(Ref("Schedule", name), place(40), fields, "d" * 64, sitting)


CYCLED, COLD, LATE = reactivate("CHEM-120-MAIN"), reactivate("CHEM-120"), reactivate("OLD", STARTED)
WAITING = Update(Ref("Role", "Invigilator"), place(50), (field("type", "Admin", "Author"),), "c")
NEEDING = Update(Ref("Schedule", "NEW"), place(51), (field("template", None, "x"),), "b" * 64)
BY_HAND = Manual(Ref("Role", "Exam board"), place(60), "roles are set by hand here", (UNKNOWN,))
MISSING = Manual(Ref("Schedule", "TYPO-1"), place(61), "is not on the platform")
STRANGE = Update(Ref("Role", HOSTILE), place(70), (field("title", HOSTILE, "Fine"),), "a" * 64)
LIMITED = Update(Ref("Assessment", "ANAT-101"), place(80), (field("proctoring", OFF, ON),), "9")

NONE = Impact()


def touched(name: str, sitting: Sitting = SITTING) -> Touched:
    return Touched(Ref("Schedule", name), sitting.starts, sitting.candidates, sitting.started)


ASIDE = Aside(
    inactive=(Note(Ref("Schedule", "NURS-330"), "deactivated by run-7, and not activated again"),),
    unmanaged=tuple(Note(Ref("Role", name), "not declared") for name in ("A", "B", "C", "D", "E")),
    adopted=(Ref("Template", "high-stakes"),),
    released=(
        Release(Ref("Template", "practice"), ("recording.video", "tools.whiteboard"), whole=False),
        Release(Ref("Role", "Gone"), ("type",), whole=True),
    ),
    unreachable=(Note(Ref("Schedule", HOSTILE), "has no external id"),),
    over=(Note(Ref("Schedule", "S-1"), "ended; its settings stay as they were", place(90)),),
    unknown=(Note(Ref("Schedule", "S-2"), "activated, and nothing shows what it runs with"),),
    noticed=(Note(Ref("Schedule", "S-3"), "has tweaks made by hand; they stay", place(91)),),
    converged=(Converged(Ref("Role", "Reviewer"), "type", "Author"),),
)
FOUND = (
    Problem(
        "row-not-on-tenant",
        "the tenant has no row Marking/Viod attempts",
        Place("config/base/roles/reviewer.yaml", 7, 5),
        "did you mean Marking/Void attempts?",
        Ref("Role", "Reviewer"),
    ),
    Problem("look-alike", "Role/reviewer is on the platform too", None, level=Level.WARNING),
)
PROBLEMS = tuple(identified(FOUND, "config"))
DECLARED = {"Template": 3, "Role": 4, "Assessment": 12, "Schedule": 31}

EVERYTHING = Judged(
    Plan(
        "production",
        (
            (CREATE, UPDATE),
            (WAITING,),
            (BY_HAND,),
            (STRANGE,),
            (LIMITED,),
            (SCHEDULE, NEEDING, CYCLED, COLD, LATE, MISSING),
            (DELETE,),
        ),
        DECLARED,
        PROBLEMS,
        ASIDE,
    ),
    (
        Go(),
        Go(),
        Wait("teaching hours", datetime(2026, 11, 24, 17, tzinfo=UTC)),
        ByHand("roles are set by hand here"),
        Go(),
        Refused("Assessment/ANAT-101: the Proctorio add-on is not active"),
        Go(),
        Wait("waits for Template/x, which is not done by this run"),
        Go(),
        Wait(
            "needs re-activation, which the limits of this site do not allow",
            chance_ends=datetime(2026, 11, 30, 8, tzinfo=UTC),
        ),
        TooLate("a candidate has started; nothing can change any more"),
        ByHand("is not on the platform"),
        Refused("1 deletes, and the limit is 0", "--allow-deletes 1"),
    ),
    (
        NONE,
        Impact((touched("OLD", STARTED), touched("CHEM-120"), touched("CHEM-120-MAIN"))),
        NONE,
        NONE,
        NONE,
        NONE,
        Impact((Touched(SCHEDULE.ref, SITTING.starts, None, None),)),
        Impact((touched("NEW"),)),
        Impact((touched("CHEM-120-MAIN"),)),
        Impact((touched("CHEM-120"),)),
        Impact((touched("OLD", STARTED),)),
        NONE,
        NONE,
    ),
    (
        Access("invigilate", (), (Ref("Role", "Invigilator"),)),
        Access("manage roles", (Ref("Role", "Admin"),), (Ref("Role", "Admin"),)),
        Access(
            "void attempts",
            (Ref("Role", "Marker"),),
            (Ref("Role", "Exam board"), Ref("Role", HOSTILE), Ref("Role", "Marker")),
        ),
    ),
    (
        (),
        (
            Effect(Direction.STRENGTHENED, "full_screen", "full screen"),
            Effect(Direction.STRENGTHENED, "identity_check", "identity check"),
            Effect(Direction.WIDENED, "identity_check", "identity check", ("identity document",)),
            Effect(Direction.WEAKENED, "calculator", "calculator"),
        ),
        (Effect(Direction.REVOKED, "type", "type Author"),),
        (),
        (Effect(Direction.GRANTED, "title", HOSTILE),),
        (),
        (Effect(Direction.UNKNOWN, "proctoring", "proctoring"),),
        (),
        (Effect(Direction.STRENGTHENED, "runs_with_full_screen", "full screen"),),
        (Effect(Direction.STRENGTHENED, "runs_with_full_screen", "full screen"),),
        (Effect(Direction.STRENGTHENED, "runs_with_full_screen", "full screen"),),
        (),
        (),
    ),
    (
        Demand(
            "data-protection",
            "what is collected is in the register",
            (Direction.WIDENED,),
            (identify(UPDATE),),
            (identify(UPDATE),),
        ),
        Demand(
            "exam-office",
            "exams are theirs",
            (Direction.WEAKENED, Direction.UNKNOWN),
            (identify(UPDATE), identify(SCHEDULE)),
            (identify(UPDATE),),
        ),
    ),
)
AT = datetime(2026, 11, 1, tzinfo=UTC)
MEMORY = Memory(
    base={
        UPDATE.ref: {
            "full_screen": Based("moderate", AT, "j.smit"),
            "identity_check": Based("auto", AT, "j.smit"),
            "record_webcam": Based(ON, AT, "j.smit"),
            "name": Based("High stakes", AT, "j.smit"),
            "calculator": Based("scientific", AT, "j.smit"),
        }
    }
)
EMPTY = Judged(Plan("production", (), DECLARED), ())


def everything() -> PlanDocument:
    return plan_document(EVERYTHING, MADE)


def drift() -> DriftDocument:
    return drift_document(everything(), MEMORY)


def empty() -> PlanDocument:
    return plan_document(EMPTY, MADE)


def report() -> ReportDocument:
    outcomes = (
        Done(CREATE, 1, Known.VERIFIED),
        Done(SCHEDULE, 3, Known.RECORDED),
        Done(STRANGE, 0, Known.VERIFIED),
        Failed(UPDATE, "full screen is severe since the plan, no longer lenient"),
        Skipped(NEEDING, "Template/high-stakes was not done, and this needs it"),
        Inactive(CYCLED, "Schedule/CHEM-120-MAIN cannot be activated again"),
    )
    run = Report("20261124T120000-ab12", EVERYTHING, outcomes)
    return report_document(run, MADE, requests=34, writes=9)
