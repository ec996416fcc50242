"""What every console resource shares: finding, showing, paging, and the version check."""

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass

from reconciler.sandbox.envelope import Answer, Call, Refusal, content, dumps, refuse
from reconciler.sandbox.store import Filter, Row
from reconciler.sandbox.tenant import Behaviours, Tenant
from reconciler.sandbox.times import whole_seconds

_LARGEST_PAGE = 500
_NUMBER = re.compile(r"[0-9]{1,9}")
_VERSION = re.compile(r'"([0-9]+)"')


@dataclass(frozen=True)
class Page:
    """Which part of a list is wanted."""

    number: int
    size: int

    @property
    def skip(self) -> int:
        """How many items come before it."""
        return (self.number - 1) * self.size


def found(tenant: Tenant, kind: str, key: str) -> Row:
    """Return the object that a path names, or refuse with 404."""
    row = tenant.store.find(kind, key)
    if row is None:
        raise refuse(404, "NotFound", f"no {kind.lower()} {key}")
    return row


def shown(behaviours: Behaviours, row: Row) -> str:
    """Return an object as JSON, with what the platform knows about it."""
    known: dict[str, object] = {"State": row.state} if row.state else {}
    known |= {"Version": row.version} if behaviours.versions else {}
    known |= {"ChangedAt": row.changed_at, "ChangedBy": row.changed_by}
    text = f"{row.text[:-1]},{dumps(known)[1:]}"
    if behaviours.normalises:
        ordered = dict(sorted((row.item | known).items()))
        text = whole_seconds(dumps(ordered))
    return text


def show(tenant: Tenant, row: Row, status: int = 200) -> Answer:
    """Answer with one object."""
    return content(shown(tenant.behaviours, row), status)


def show_list(tenant: Tenant, call: Call, which: Filter) -> Answer:
    """Answer with a page of a kind."""
    page = page_of(call)
    rows, total = tenant.store.page(which, page.size, page.skip)
    behaviours = tenant.behaviours
    return page_answer(tenant, call, [shown(behaviours, row) for row in rows], total)


def page_answer(tenant: Tenant, call: Call, items: Sequence[str], total: int) -> Answer:
    """Answer with *items*, or with 304 when the client has them already."""
    page = page_of(call)
    answer = content(
        f'{{"Items":[{",".join(items)}],"Total":{total},'
        f'"Page":{page.number},"PageSize":{page.size}}}'
    )
    if not (tenant.behaviours.etags and tenant.behaviours.versions):
        return answer
    tag = f'"{hashlib.sha256(answer.body.encode()).hexdigest()[:32]}"'
    known = re.split(r"\s*,\s*", call.headers.get("if-none-match", ""))
    if tag in [entry.removeprefix("W/") for entry in known]:
        return Answer("", 304, {"ETag": tag})
    return Answer(answer.body, 200, {"ETag": tag})


def page_of(call: Call) -> Page:
    """Return the page that a query asks for, or refuse with 400."""
    number = _count(call, "Page", 1)
    size = _count(call, "PageSize", 200)
    if number < 1 or not 1 <= size <= _LARGEST_PAGE:
        raise refuse(400, "Query", f"Page starts at 1, PageSize is 1 to {_LARGEST_PAGE}")
    return Page(number, size)


def only_query(call: Call, *names: str) -> None:
    """Refuse a query with any other name, so that a misspelt filter is never a wider list."""
    for name in call.query:
        if name not in names:
            raise refuse(400, "Query", f"unknown query parameter {name}")


def check_version(tenant: Tenant, call: Call, row: Row | None) -> None:
    """Refuse with 412 when the object is not the one that the client has seen."""
    if "if-none-match" in call.headers:
        if call.headers["if-none-match"] != "*":
            raise refuse(400, "Header", "a write takes If-None-Match: * only")
        if row:
            raise refuse(412, "Exists", f"{row.name} exists")
    if "if-match" not in call.headers or not tenant.behaviours.versions:
        return
    wanted = _VERSION.fullmatch(call.headers["if-match"])
    if not wanted:
        raise refuse(400, "Header", 'If-Match takes one version in double quotes, such as "3"')
    if row is None or row.version != int(wanted[1]):
        raise refuse(412, "Version", f"{row.name if row else 'the object'} is another version")


def needs_proctorio(tenant: Tenant, *, wanted: bool = True) -> None:
    """Refuse what needs the Proctorio add-on while it is not active."""
    if wanted and not tenant.proctorio["Active"]:
        raise refuse(409, "ProctorioInactive", "Proctorio is not active for this tenant")


def bad_settings(problems: Sequence[str]) -> Refusal:
    """Return the refusal of a body whose settings are wrong."""
    return Refusal(
        400, *({"Code": "Body", "Error": f"Settings: {problem}"} for problem in problems)
    )


def _count(call: Call, name: str, default: int) -> int:
    text = call.query.get(name)
    if text is None:
        return default
    if not _NUMBER.fullmatch(text):
        raise refuse(400, "Query", f"{name} must be a number")
    return int(text)
