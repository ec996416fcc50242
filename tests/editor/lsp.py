"""As much of the Language Server Protocol as an editor speaks about one YAML file."""

import json
import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import IO, Any, Self

from tests.node import language_server

WELCOME: dict[str, Any] = {
    "textDocument": {"publishDiagnostics": {}, "hover": {}, "completion": {}}
}
SETTINGS: dict[str, Any] = {
    "yaml": {"validate": True, "hover": True, "completion": True, "schemaStore": {"enable": False}}
}


class Editor:
    """An editor with one folder open; a server of its own reads what is typed."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._ids = 0
        self._published: dict[str, Any] = {}
        self._server = subprocess.Popen(
            language_server(), stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=folder
        )
        uri = folder.as_uri()
        self._ask(
            "initialize", processId=None, rootUri=uri, capabilities=WELCOME,
            workspaceFolders=[{"uri": uri, "name": folder.name}],
        )  # fmt: skip
        self._tell("initialized")
        self._tell("workspace/didChangeConfiguration", settings=SETTINGS)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._ask("shutdown")
        self._tell("exit")
        self._server.communicate(timeout=60)

    def open(self, name: str, text: str) -> list[dict[str, Any]]:
        """The squiggles below *text*, typed into the file of a name."""
        uri = (self.folder / name).as_uri()
        document = {"uri": uri, "languageId": "yaml", "version": 1, "text": text}
        self._tell("textDocument/didOpen", textDocument=document)
        while uri not in self._published:
            self._read()
        found: list[dict[str, Any]] = self._published.pop(uri)
        return found

    def hover(self, name: str, line: int, column: int) -> str:
        """What is shown above a word; lines and columns count from 0."""
        said = self._ask("textDocument/hover", **self._at(name, line, column))
        return str(said["contents"]["value"]) if said else ""

    def complete(self, name: str, line: int, column: int) -> set[str]:
        """What is offered at a place."""
        said = self._ask("textDocument/completion", **self._at(name, line, column))
        return {item["label"] for item in said["items"]}

    def _at(self, name: str, line: int, column: int) -> Mapping[str, Any]:
        uri = (self.folder / name).as_uri()
        return {"textDocument": {"uri": uri}, "position": {"line": line, "character": column}}

    def _ask(self, method: str, **words: Any) -> Any:
        self._ids += 1
        asked = self._ids
        self._send({"id": asked, "method": method, "params": words or None})
        while True:
            said = self._read()
            if said.get("id") == asked and "method" not in said:
                assert "error" not in said, said["error"]
                return said["result"]

    def _tell(self, method: str, **words: Any) -> None:
        self._send({"method": method, "params": words})

    def _send(self, message: Mapping[str, Any]) -> None:
        body = json.dumps({"jsonrpc": "2.0", **message}).encode()
        stream = self._stream(self._server.stdin)
        stream.write(b"Content-Length: %d\r\n\r\n" % len(body) + body)
        stream.flush()

    def _read(self) -> dict[str, Any]:
        stream = self._stream(self._server.stdout)
        length = 0
        while line := stream.readline().strip():
            name, _, value = line.partition(b":")
            length = int(value) if name == b"Content-Length" else length
        assert length, "the language server has gone away"
        said: dict[str, Any] = json.loads(stream.read(length))
        if said.get("method") == "textDocument/publishDiagnostics":
            self._published[said["params"]["uri"]] = said["params"]["diagnostics"]
        elif "method" in said and "id" in said:
            self._answer(said)
        return said

    def _answer(self, asked: Mapping[str, Any]) -> None:
        """The server asks for settings, and to be told of what it may do."""
        wants = asked["method"] == "workspace/configuration"
        result = (
            [SETTINGS.get(item.get("section")) for item in asked["params"]["items"]]
            if wants
            else None
        )
        self._send({"id": asked["id"], "result": result})

    @staticmethod
    def _stream(stream: IO[bytes] | None) -> IO[bytes]:
        assert stream is not None
        return stream
