"""Say what each exam collects of its candidates, beside what the site has decided. Pure."""

from collections.abc import Iterable, Iterator

from reconciler.kinds.exams import Exam
from reconciler.model.privacy import Category, Privacy, Purpose
from reconciler.model.register import Collected, Entry, Given


def register(exams: Iterable[Exam], privacy: Privacy | None) -> tuple[Entry, ...]:
    """One entry per exam, in their order."""
    return tuple(_entry(exam, privacy) for exam in exams)


def _entry(exam: Exam, privacy: Privacy | None) -> Entry:
    purpose = privacy.purpose(exam.assessment) if privacy else None
    sitting = exam.live.sitting if exam.live else None
    return Entry(
        assessment=exam.assessment,
        sittings=exam.sittings,
        template=exam.template,
        proctored=exam.proctored,
        data=tuple(_collected(exam, privacy, purpose)),
        unknown=exam.unknown,
        purpose=purpose.purpose if purpose else "",
        basis=((purpose and purpose.basis) or privacy.basis) if privacy else "",
        state=str(sitting.state) if sitting else "",
        candidates=sitting.candidates if sitting else None,
    )


def _collected(exam: Exam, privacy: Privacy | None, purpose: Purpose | None) -> Iterator[Collected]:
    kept: dict[Category, str] = privacy.retention if privacy else {}
    retention = {str(data): period for data, period in kept.items()}
    allowed = purpose.data if purpose else ()
    for data, paths in exam.collected.items():
        yield Collected(
            data=data,
            settings=tuple(Given(p, exam.settings[p], exam.places.get(p)) for p in paths),
            allowed=data in allowed if privacy else None,
            retention=retention.get(data, ""),
        )
