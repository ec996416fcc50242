"""A tenant behind a proxy that lets so many requests a second through, and 429 for the rest."""

import shutil
import socket
import subprocess
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from statistics import median_low

from benchmarks.cases import Site
from benchmarks.line import Line
from benchmarks.measure import Command, Cost, middle
from benchmarks.tenant import declare, tenant

PER_SECOND = 10  # what the proxy lets through
ASKED = 40  # what the site promised
NGINX = """\
daemon off;
pid {folder}/nginx.pid;
error_log {folder}/error.log;
events {{}}
http {{
  log_format times '$msec $request_time';
  access_log {folder}/access.log times;
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
    part = "A 429 storm"
    with tenant(schedules) as running:
        declare(running, folder / "config")
        made = Site(running, folder, runs)
        plan = made.reconciler("plan", "tenant")
        ideal = made.run(plan)
        assert ideal.requests
        upstream = running.console.removesuffix("/api/v1/console")
        with _limited(upstream, folder) as address:
            site = folder / "config" / "site.yaml"
            text = site.read_text().replace(upstream, address)
            site.write_text(
                text.replace("requests_per_second: 100000", f"requests_per_second: {ASKED}")
            )
            stormy = [_stormy(made, plan) for _ in range(runs)]
    cost = middle([replace(cost, requests=None, writes=None) for cost, _ in stormy])
    calls = median_low(len(begun) for _, begun in stormy)
    what = f"plan at {ASKED} requests a second through a proxy that allows {PER_SECOND}"
    cost = replace(cost, requests=calls)
    ratio = calls / ideal.requests
    yield Line(part, what, cost, "requests without a limit", ideal, ratio, 1.1)
    most = max(_most_in_a_second(begun) for _, begun in stormy)
    yield Line(part, f"most in any one second: {most}", cost, "pace", None, most / ASKED, 1.0)


def _stormy(made: Site, plan: Command) -> tuple[Cost, Sequence[float]]:
    """What one run cost, and when each of its calls reached the proxy, in seconds."""
    log = made.folder / "access.log"
    before = len(log.read_text().splitlines()) if log.exists() else 0
    cost = made.run(plan)
    lines = [line.split() for line in log.read_text().splitlines()[before:]]
    return cost, sorted(float(ended) - float(took) for ended, took in lines)


def _most_in_a_second(begun: Sequence[float]) -> int:
    """The most calls in any second; the proxy's clock counts milliseconds."""
    return max(sum(at <= other < at + 0.999 for other in begun) for at in begun)


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
