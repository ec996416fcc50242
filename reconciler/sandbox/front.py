"""The front of the sandbox: notes each request, lets the fault that is due strike, else answers."""

import asyncio
from http import HTTPStatus
from typing import Protocol

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from reconciler.sandbox.app import CONSOLE_PATH, INTEGRATIONS_PATH, tenant_app
from reconciler.sandbox.backstage import Backstage
from reconciler.sandbox.control import control_app
from reconciler.sandbox.faults import Armed, Reply, carried_out, spoiled
from reconciler.sandbox.journal import Request

_NO_CONSOLE = Reply(404, b"<html><body>Not Found</body></html>", {"Content-Type": "text/html"})
_UNANSWERED = Reply(200, b"")


class HangUp(Protocol):
    """How to break the connection of a scope."""

    def __call__(self, scope: Scope, *, flush: bool) -> None:
        """Break it at once, or with *flush* after what was written has gone out."""


class Front:
    """The ASGI app that the server runs."""

    def __init__(self, stage: Backstage, hang_up: HangUp) -> None:
        self._tenant = stage.tenant
        self._faults = stage.faults
        self._journal = stage.journal
        self._control = control_app(stage)
        self._app = tenant_app(stage.tenant)
        self._hang_up = hang_up

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        # Routes match the path as it was sent, so that an encoded slash stays part of its key.
        scope = {**scope, "path": scope["raw_path"].decode("latin-1")}
        if scope["path"].startswith("/control"):
            await self._control(scope, receive, send)
            return
        body = await _whole(receive)
        armed = self._faults.take(scope["method"], scope["path"])
        request = self._journal.arrived(_noted(scope, body, armed))
        reply = await self._reply(scope, body, armed, receive)
        if reply is not None:
            self._journal.answered(request, reply.status)
            await _send(reply, send)
        if reply is None or reply.cut:
            self._hang_up(scope, flush=reply is not None)
            await receive()

    async def _reply(
        self, scope: Scope, body: bytes, armed: Armed | None, receive: Receive
    ) -> Reply | None:
        if armed is None:
            return await self._answer(scope, body)
        fault = armed.fault
        if fault.seconds and not fault.after and await _gone(receive, fault.seconds):
            return None
        reply = _UNANSWERED
        if armed.past and scope["method"] == "GET":
            reply = await _run(tenant_app(armed.past), scope, body)
        elif carried_out(fault):
            reply = await self._answer(scope, body)
        if fault.seconds and fault.after and await _gone(receive, fault.seconds):
            return None
        return spoiled(fault, reply)

    async def _answer(self, scope: Scope, body: bytes) -> Reply:
        with self._tenant.store.transaction():
            console = self._tenant.behaviours.console
        if scope["path"].startswith(CONSOLE_PATH) and not console:
            return _NO_CONSOLE
        return await _run(self._app, scope, body)


def _noted(scope: Scope, body: bytes, armed: Armed | None) -> Request:
    apis = {CONSOLE_PATH: "console", INTEGRATIONS_PATH: "integrations"}
    path = scope["path"]
    return Request(
        number=0,
        api=next((name for start, name in apis.items() if path.startswith(start)), ""),
        method=scope["method"],
        path=path,
        query=scope["query_string"].decode("latin-1"),
        body=body.decode("utf-8", "replace"),
        fault=armed.fault.kind if armed else None,
    )


async def _whole(receive: Receive) -> bytes:
    parts = []
    while True:
        message = await receive()
        parts.append(message.get("body", b""))
        if not message.get("more_body", False):
            return b"".join(parts)


async def _gone(receive: Receive, seconds: float) -> bool:
    """Wait, unless the client leaves first."""
    try:
        await asyncio.wait_for(receive(), seconds)
    except TimeoutError:
        return False
    return True


async def _run(app: ASGIApp, scope: Scope, body: bytes) -> Reply:
    """Let *app* answer into memory."""
    sent: list[Message] = []

    async def receive() -> Message:
        return {"type": "http.request", "body": body, "more_body": False}

    async def send(message: Message) -> None:
        sent.append(message)

    await app(scope, receive, send)
    headers = {name.decode(): value.decode() for name, value in sent[0]["headers"]}
    return Reply(sent[0]["status"], b"".join(part.get("body", b"") for part in sent[1:]), headers)


async def _send(reply: Reply, send: Send) -> None:
    body = reply.body[: len(reply.body) // 2] if reply.cut else reply.body
    headers = {name.lower(): value for name, value in reply.headers.items()}
    headers.pop("content-length", None)
    if reply.status != HTTPStatus.NOT_MODIFIED:
        headers.setdefault("content-type", "application/json; charset=utf-8")
        headers["content-length"] = str(len(reply.body))
    encoded = [(name.encode(), value.encode("latin-1")) for name, value in headers.items()]
    await send({"type": "http.response.start", "status": reply.status, "headers": encoded})
    await send({"type": "http.response.body", "body": body, "more_body": reply.cut})
