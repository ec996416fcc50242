"""Just enough of GitLab's API for gitlabform: projects with ten settings each, held in memory."""

import json
import sys
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import unquote, urlsplit

SETTINGS = 10
VERSION = {"version": "17.0.0", "revision": "0"}
USER = {"username": "bench", "is_admin": True, "id": 1}


def settings(number):
    return {f"setting_{key}": (number * key) % 7 for key in range(SETTINGS)}


def project(path):
    number = int(path.rpartition("p")[2])
    return {
        "id": number,
        "path_with_namespace": path,
        "archived": False,
        "namespace": {"full_path": "g", "kind": "group"},
        **settings(number),
    }


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    wbufsize = 65536  # headers and body together, or each answer waits for an acknowledgement
    requests = 0

    def do_GET(self):
        type(self).requests += 1
        path = unquote(urlsplit(self.path).path).removeprefix("/api/v4/")
        if path == "version":
            return self.answer(VERSION)
        if path == "user":
            return self.answer(USER)
        if path == "count":
            return self.answer(type(self).requests)
        if path.startswith("projects/"):
            return self.answer(project(path.removeprefix("projects/")))
        if path.startswith("groups/"):
            return self.answer({"id": 1, "full_path": "g"})
        return self.answer({"message": f"404 {path}"}, 404)

    def answer(self, content, status=200):
        body = json.dumps(content).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


if __name__ == "__main__":
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    sys.stdout.write(f"http://127.0.0.1:{server.server_port}\n")
    sys.stdout.flush()
    server.serve_forever()
