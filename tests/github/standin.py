"""A stand-in for the few REST endpoints of GitHub that are used; refuses what GitHub would."""

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from reconciler.sandbox.server import LoopbackServer

REPOSITORY = "northwood/exams"
TOKEN = "ghs-of-this-run"  # noqa: S105 -- of the stand-in
BOT = {"login": "github-actions[bot]", "type": "Bot"}
LARGEST = 65_536
BY_NAME = f"/repos/{REPOSITORY}"
BY_NUMBER = "/repositories/4711"  # how GitHub itself names a repository in links

Item = dict[str, Any]


@dataclass
class Failure:
    """What is answered once, in place of what was asked for; *after* it has been done."""

    status: int
    method: str
    headers: dict[str, str] = field(default_factory=dict)
    after: bool = False


@dataclass
class GitHub:
    """One repository: what stands in it, and what was asked of it."""

    url: str = ""
    comments: dict[int, list[Item]] = field(default_factory=dict)
    issues: list[Item] = field(default_factory=list)
    merges: dict[str, list[Item]] = field(default_factory=dict)
    environments: dict[str, list[str]] = field(default_factory=dict)
    failures: list[Failure] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)
    denied: set[str] = field(default_factory=set)
    used: set[str] = field(default_factory=set)
    number: int = 100
    next_at: str = ""

    def says(self, number: int, body: str, user: Item = BOT) -> Item:
        """Somebody writes a comment."""
        self.number += 1
        comment = {"id": self.number, "body": body, "user": user}
        self.comments.setdefault(number, []).append(comment)
        return comment

    def opens(self, title: str, body: str, user: Item = BOT) -> Item:
        """Somebody opens an issue."""
        self.number += 1
        issue = {
            "number": self.number, "title": title, "body": body, "user": user, "state": "open",
        }  # fmt: skip
        self.issues.append(issue)
        return issue

    def merge(self, number: int, head: str, commit: str) -> None:
        """Somebody merges a pull request."""
        pull = {
            "number": number, "merged_at": "2026-11-25T09:00:00Z", "merge_commit_sha": commit,
            "head": {"sha": head}, "base": {"ref": "main"},
        }  # fmt: skip
        self.merges[commit] = [pull]

    def ours(self, number: int) -> list[str]:
        return [c["body"] for c in self.comments.get(number, []) if c["user"] == BOT]

    def open(self) -> list[Item]:
        return [issue for issue in self.issues if issue["state"] == "open"]


@contextmanager
def served() -> Iterator[GitHub]:
    """The stand-in on a port of this machine."""
    github = GitHub()
    server = LoopbackServer(lambda _: _app(github), 0)
    github.url = f"http://127.0.0.1:{server.port}"
    try:
        yield github
    finally:
        server.stop()


def _app(github: GitHub) -> Starlette:
    doors = _Doors(github)
    routes = [route for base in (BY_NAME, BY_NUMBER) for route in _routes(doors, base)]
    return Starlette(routes=routes, exception_handlers={HTTPException: _refused})


def _routes(doors: "_Doors", base: str) -> list[Route]:
    return [
        Route(f"{base}/issues/{{number:int}}/comments", doors.comments, methods=["GET", "POST"]),
        Route(f"{base}/issues/comments/{{id:int}}", doors.comment, methods=["PATCH"]),
        Route(f"{base}/issues", doors.issues, methods=["GET", "POST"]),
        Route(f"{base}/issues/{{number:int}}", doors.issue, methods=["PATCH"]),
        Route(f"{base}/environments/{{name}}", doors.environment, methods=["GET"]),
        Route(f"{base}/commits/{{sha}}/pulls", doors.pulls, methods=["GET"]),
    ]


async def _refused(_: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    message = {404: "Not Found", 405: "Not Found"}.get(error.status_code, error.detail)
    status = 404 if error.status_code == 405 else error.status_code
    return JSONResponse({"message": message}, status, headers=error.headers)


@dataclass
class _Doors:
    github: GitHub

    async def comments(self, request: Request) -> Response:
        number = request.path_params["number"]
        body = await self._enter(request, "pull-requests", {"body": str})
        if body is None:
            return self._page(request, self.github.comments.get(number, []))
        return self._answer(request, 201, lambda: self.github.says(number, body["body"]))

    async def comment(self, request: Request) -> Response:
        body = await self._enter(request, "pull-requests", {"body": str})
        assert body is not None
        every = (c for comments in self.github.comments.values() for c in comments)
        found = _found(every, "id", request.path_params["id"])
        return self._answer(request, 200, lambda: _edited(found, body))

    async def issues(self, request: Request) -> Response:
        body = await self._enter(request, "issues", {"title": str, "body": str})
        if body is None:
            state = request.query_params.get("state", "open")
            return self._page(request, [i for i in self.github.issues if i["state"] == state])
        return self._answer(request, 201, lambda: self.github.opens(body["title"], body["body"]))

    async def issue(self, request: Request) -> Response:
        fields = {"body": str, "state": str, "state_reason": str}
        body = await self._enter(request, "issues", fields, partly=True)
        assert body is not None
        found = _found(self.github.issues, "number", request.path_params["number"])
        if body.get("state", "open") not in {"open", "closed"}:
            raise HTTPException(422, "Validation Failed")
        return self._answer(request, 200, lambda: _edited(found, body))

    async def pulls(self, request: Request) -> Response:
        await self._enter(request, "pull-requests", {})
        return self._page(request, self.github.merges.get(request.path_params["sha"], []))

    async def environment(self, request: Request) -> Response:
        await self._enter(request, "actions", {})
        name = request.path_params["name"]
        if name not in self.github.environments:
            raise HTTPException(404, "Not Found")
        rules = [{"type": rule} for rule in self.github.environments[name]]
        return JSONResponse({"name": name, "protection_rules": rules})

    async def _enter(
        self, request: Request, permission: str, fields: Mapping[str, type], *, partly: bool = False
    ) -> Item | None:
        """The body of a write that may be made; None for a read that may."""
        writes = request.method != "GET"
        self.github.asked.append(f"{request.method} {request.url.path}")
        if request.headers.get("authorization") != f"Bearer {TOKEN}":
            raise HTTPException(401, "Bad credentials")
        if request.headers.get("accept") != "application/vnd.github+json":
            raise HTTPException(415, "Unsupported 'Accept' header")
        if request.headers.get("x-github-api-version") != "2022-11-28":
            raise HTTPException(400, "no version, or another one")
        if not request.headers.get("user-agent"):
            raise HTTPException(403, "no User-Agent")
        # Comments of an issue take the permission for issues; those of a pull request, either.
        if permission == "pull-requests" and self._of_issue(request):
            permission = "issues"
        self.github.used.add(f"{permission}: {'write' if writes else 'read'}")
        if permission in self.github.denied:
            raise HTTPException(403, "Resource not accessible by integration")
        self._fail(request, after=False)
        return _checked(await request.body(), fields, partly=partly) if writes else None

    def _of_issue(self, request: Request) -> bool:
        number = request.path_params.get("number")
        return any(issue["number"] == number for issue in self.github.issues)

    def _fail(self, request: Request, *, after: bool) -> None:
        for failure in self.github.failures:
            if failure.method == request.method and failure.after == after:
                self.github.failures.remove(failure)
                raise HTTPException(failure.status, "trouble", headers=failure.headers)

    def _answer(self, request: Request, status: int, do: Any) -> Response:
        item = do()
        self._fail(request, after=True)
        return JSONResponse(item, status)

    def _page(self, request: Request, items: list[Item]) -> Response:
        size = int(request.query_params.get("per_page", "30"))
        page = int(request.query_params.get("page", "1"))
        if not 1 <= size <= 100:
            raise HTTPException(422, "per_page")
        shown = items[(page - 1) * size : page * size]
        more = len(items) > page * size
        path = request.url.path.replace(BY_NAME, BY_NUMBER)
        url = request.url.replace(path=path, netloc=self.github.next_at or request.url.netloc)
        url = url.include_query_params(page=page + 1)
        return JSONResponse(shown, headers={"Link": f'<{url}>; rel="next"'} if more else None)


def _checked(raw: bytes, fields: Mapping[str, type], *, partly: bool) -> Item:
    body = json.loads(raw)
    wrong = [name for name in body if name not in fields]
    missing = [] if partly else [name for name in fields if name not in body]
    if wrong or missing or any(not isinstance(body[n], fields[n]) for n in body):
        raise HTTPException(422, "Validation Failed")
    if len(body.get("body", "")) > LARGEST:
        raise HTTPException(422, "Validation Failed: body is too long (maximum is 65536)")
    return dict(body)


def _edited(item: Item, fields: Item) -> Item:
    item.update(fields)
    return item


def _found(items: Any, name: str, value: int) -> Item:
    for item in items:
        if item[name] == value:
            found: Item = item
            return found
    raise HTTPException(404, "Not Found")
