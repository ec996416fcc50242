"""A running sandbox: uvicorn's protocol on a loopback port, in a thread of this process."""

import asyncio
import socket
import threading
from collections.abc import Callable

import uvicorn
from starlette.types import ASGIApp, Scope
from uvicorn.protocols.http.h11_impl import H11Protocol
from uvicorn.server import ServerState

from reconciler.sandbox.front import HangUp

_PATIENCE_SECONDS = 10


class LoopbackServer:
    """Serves one app from a thread of its own until it is stopped."""

    def __init__(self, app: Callable[[HangUp], ASGIApp], port: int) -> None:
        self._socket = _listening(port)
        self.port: int = self._socket.getsockname()[1]
        self._state = ServerState()
        self._config = uvicorn.Config(
            app(self._hang_up),
            log_config=None,
            log_level="error",
            access_log=False,
            lifespan="off",
            ws="none",
            # No client of a test is idle for so long that a closing connection could surprise it.
            timeout_keep_alive=600,
        )
        self._loop = asyncio.new_event_loop()
        self._stopping = asyncio.Event()
        self._thread = threading.Thread(target=self._run, name="sandbox", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Hang up on everybody and wait for the thread."""
        if self._thread.is_alive():
            self._loop.call_soon_threadsafe(self._stopping.set)
            self._thread.join(_PATIENCE_SECONDS)

    def _hang_up(self, scope: Scope, *, flush: bool) -> None:
        for connection in list(self._state.connections):
            if isinstance(connection, H11Protocol) and connection.client == scope["client"]:
                transport = connection.transport
                transport.close() if flush else transport.abort()

    def _run(self) -> None:
        with asyncio.Runner(loop_factory=lambda: self._loop) as runner:
            runner.run(self._serve())

    async def _serve(self) -> None:
        self._config.load()
        server = await self._loop.create_server(self._protocol, sock=self._socket)
        await self._stopping.wait()
        server.close()
        for connection in list(self._state.connections):
            connection.transport.abort()
        if self._state.tasks:
            await asyncio.wait(self._state.tasks)
        await server.wait_closed()

    def _protocol(self) -> H11Protocol:
        return H11Protocol(config=self._config, server_state=self._state, app_state={})


def _listening(port: int) -> socket.socket:
    # Named as TCP, since only then asyncio switches off Nagle's 40 ms wait for a second write.
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(("127.0.0.1", port))
        listener.listen()
    except OSError:
        listener.close()
        raise
    return listener
