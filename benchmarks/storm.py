"""A tenant behind a proxy that lets so many requests a second through, and 429 for the rest."""

import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from benchmarks.cases import Site
from benchmarks.line import Line
from benchmarks.tenant import declare, tenant

PER_SECOND = 10  # what the proxy lets through
ASKED = 40  # what the site promised
NGINX = """\
daemon off;
pid {folder}/nginx.pid;
error_log {folder}/error.log;
events {{}}
http {{
  access_log {folder}/access.log;
  limit_req_zone $binary_remote_addr zone=all:1m rate={rate}r/s;
  server {{
    listen 127.0.0.1:{port};
    location / {{
      limit_req zone=all burst=5 nodelay;
      limit_req_status 429;
      add_header Retry-After 1 always;
      proxy_pass {upstream};
      proxy_http_version 1.1;
    }}
  }}
}}
"""


def storm(schedules: int, folder: Path, runs: int) -> Iterator[Line]:
    """A plan that asks faster than the proxy allows; every call at its door is counted."""
    with tenant(schedules) as running:
        declare(running, folder / "config")
        made = Site(running, folder, runs)
        ideal = made.run(made.reconciler("plan", "tenant"))
        assert ideal.requests
        upstream = running.console.removesuffix("/api/v1/console")
        with _limited(upstream, folder) as address:
            site = folder / "config" / "site.yaml"
            text = site.read_text().replace(upstream, address)
            site.write_text(
                text.replace("requests_per_second: 100000", f"requests_per_second: {ASKED}")
            )
            cost = made.run(made.reconciler("plan", "tenant"))
        calls = len((folder / "access.log").read_text().splitlines())
    cost = replace(cost, requests=calls)
    what = f"plan at {ASKED} requests a second through a proxy that allows {PER_SECOND}"
    ratio = calls / ideal.requests
    yield Line("A 429 storm", what, cost, "requests without a limit", ideal, ratio, 1.1)


@contextmanager
def _limited(upstream: str, folder: Path) -> Iterator[str]:
    nginx = shutil.which("nginx", path="/usr/sbin:/usr/bin:/usr/local/bin")
    if nginx is None:
        raise RuntimeError("nginx is needed: apt-get install nginx-light")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    config = folder / "nginx.conf"
    config.write_text(NGINX.format(folder=folder, rate=PER_SECOND, port=port, upstream=upstream))
    with subprocess.Popen([nginx, "-c", str(config), "-p", str(folder)]) as process:
        try:
            _await(port)
            yield f"http://127.0.0.1:{port}"
        finally:
            process.terminate()


def _await(port: int) -> None:
    for _ in range(200):
        try:
            socket.create_connection(("127.0.0.1", port), timeout=0.05).close()
        except OSError:
            time.sleep(0.05)
            continue
        return
    raise RuntimeError("nginx does not listen")
