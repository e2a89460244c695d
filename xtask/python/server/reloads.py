"""Reloads under load, over TCP, at a unix socket and behind a real nginx: no request fails.

Visitors with new and with kept-alive connections, uploads and event streams are under way while the site is reloaded again
and again, and an analysis runs through all of it. Needs Python's own library only.
"""

import argparse
import asyncio
import random
import ssl
import sys
import tempfile
import time
from pathlib import Path

import front
from machine import load_average
from visitors import Crowd, Place
from website import Site, corpus

SETTINGS = """
[log]
level = "warn"

[limits]
jobs_per_visitor = 10000

[jobs]
threads = 1
"""


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--program", required=True)
    parser.add_argument("--reloads", type=int, default=100, help="at each place")
    parser.add_argument("--requests", type=int, default=30000, help="at least, at each place")
    parser.add_argument("--places", nargs="*", default=["tcp", "unix", "nginx"])
    options = parser.parse_args()
    good = True
    for place in options.places:
        with tempfile.TemporaryDirectory() as folder:
            Path(folder).chmod(0o755)
            good = try_place(place, folder, options) and good
    sys.exit(0 if good else 1)


def try_place(place, folder, options):
    socket = Path(folder) / "site.sock"
    site = Site(options.program, folder, SETTINGS, [f"unix:{socket}"])
    nginx = front.Nginx(Path(folder) / "nginx")
    site.start()
    try:
        if place == "nginx":
            nginx.start(nginx.deployed(options.program, f"unix:{socket}"))
        where = {
            "tcp": lambda: Place("127.0.0.1", site.port),
            "unix": lambda: Place(path=str(socket)),
            "nginx": lambda: Place("127.0.0.1", nginx.tls_port, tls=trusting(), name=front.DOMAIN),
        }[place]()
        job, status = site.submit(corpus(1, 3000), preset="wordify-2021", fits=100000)
        assert job, f"the analysis was refused with {status}"
        good = asyncio.run(reload_under_load(place, where, site, job, options))
        state = site.job(job)["state"]
        if state not in ("running", "queued", "succeeded"):
            print(f"    the analysis is {state}")
            good = False
        site.stop()
        return good
    finally:
        nginx.stop()
        if site.process.poll() is None:
            site.kill()


def trusting():
    """TLS without a look at the certificate, which is our own."""
    context = ssl.create_default_context()
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    return context


async def reload_under_load(name, where, site, job, options):
    crowd = Crowd(where)
    crowd.start(crowd.kept, 6)
    crowd.start(crowd.new, 4)
    crowd.start(crowd.pausing, 12)
    crowd.start(crowd.uploading, 3)
    crowd.start(crowd.following(job), 4, seconds=None)
    draw, took = random.Random(name), []
    before = site.status()["generation"]
    begin = time.monotonic()
    for _ in range(options.reloads):
        await asyncio.sleep(draw.uniform(0, 0.3))
        started = time.monotonic()
        command = await asyncio.create_subprocess_exec(
            site.program, "reload", *site.options(), stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.STDOUT)
        output, _ = await command.communicate()
        took.append(time.monotonic() - started)
        if command.returncode:
            print(f"    a reload was refused: {output.decode()}")
            break
    while crowd.tally.total() < options.requests and not crowd.tally.failed:
        await asyncio.sleep(0.1)
    seconds = time.monotonic() - begin
    await crowd.stop()
    reloads = site.status()["generation"] - before
    took.sort()
    print(f"{name:6} {reloads} reloads (median {took[len(took) // 2] * 1000:.0f} ms, longest {took[-1] * 1000:.0f} ms) in "
          f"{seconds:.0f} s, {load_average()}: {crowd.tally}", flush=True)
    for failure in crowd.tally.failed[:10]:
        print(f"    {failure}")
    return reloads == options.reloads and not crowd.tally.failed and crowd.tally.total() >= options.requests


if __name__ == "__main__":
    main()
