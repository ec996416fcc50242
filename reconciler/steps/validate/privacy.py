"""What the files collect of candidates beyond what the site has decided to collect."""

from collections.abc import Iterator

from reconciler.kinds.exams import Exam, declared
from reconciler.model.place import Place
from reconciler.model.privacy import Privacy
from reconciler.model.problem import Level, Problem
from reconciler.model.ref import Ref
from reconciler.model.resource import Desired

FEW = 3


def beyond(desired: Desired, privacy: Privacy | None) -> Iterator[Problem]:
    """One problem per line and category of data, with the assessments that may not collect it."""
    if privacy is None:
        return
    found: dict[tuple[Place, str, str], dict[str, Ref]] = {}
    for exam in declared(desired):
        for place, setting, data in _excess(exam, privacy):
            names = found.setdefault((place, setting, data), {})
            names.setdefault(exam.assessment, Ref("Template", exam.template))
    for (place, setting, data), names in found.items():
        first, more = ", ".join([*names][:FEW]), len(names) - FEW
        yield Problem(
            code="beyond-baseline",
            message=f"{setting} collects {data}, which privacy in site.yaml does not allow for "
            + first
            + (f" and {more} more" if more > 0 else ""),
            place=place,
            hint="write another value or name another template there; or, once that is decided, "
            f"add {data} under privacy: allowed",
            ref=next(iter(names.values())),
            level=Level(privacy.level),
        )


def _excess(exam: Exam, privacy: Privacy) -> Iterator[tuple[Place, str, str]]:
    purpose = privacy.purpose(exam.assessment)
    allowed = [str(data) for data in purpose.data] if purpose else []
    for data, paths in exam.collected.items():
        for path in paths if data not in allowed else ():
            value = exam.settings[path]
            said = str(value).lower() if isinstance(value, bool) else str(value)
            yield exam.places[path], f"{path}: {said}", data
