"""Web workers that are killed or stopped under load: only requests inside them fail, and others take their places at once."""

import argparse
import asyncio
import os
import random
import signal
import sys
import tempfile
import time

from machine import load_average
from visitors import Crowd, Place
from website import Site

WORKERS, VISITORS = 2, 10
# A little more than what the server calls healthy.
HEALTHY_SECONDS = 10
HEARTBEAT_SECONDS = 2
READY_SECONDS = 0.3
SETTINGS = f"""
[log]
level = "warn"

[server]
workers = {WORKERS}

[server.timeouts]
heartbeat = {HEARTBEAT_SECONDS}
"""


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--program", required=True)
    parser.add_argument("--kills", type=int, default=20)
    parser.add_argument("--stops", type=int, default=5)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        site = Site(options.program, folder, SETTINGS)
        site.start()
        try:
            good = asyncio.run(hurt(site, options))
            site.stop()
        finally:
            if site.process.poll() is None:
                site.kill()
    sys.exit(0 if good else 1)


async def hurt(site, options):
    crowd = Crowd(Place("127.0.0.1", site.port))
    crowd.start(crowd.kept, 6)
    crowd.start(crowd.new, VISITORS - 6)
    kills = await each(site, crowd, signal.SIGKILL, options.kills, READY_SECONDS)
    stops = await each(site, crowd, signal.SIGSTOP, options.stops, HEARTBEAT_SECONDS + 1)
    await crowd.stop()
    print(f"then: {crowd.tally}")
    return kills and stops


async def each(site, crowd, blow, count, limit):
    """Hurts web workers one after another. Each has been well for so long that it does not count as a crash loop."""
    draw, took, lost, quiet, before = random.Random(blow), [], 0, 0, losses(crowd)
    for _ in range(count):
        while not (old := [worker for worker in await web_workers(site) if worker["age_seconds"] > HEALTHY_SECONDS]):
            await asyncio.sleep(0.1)
        quiet += losses(crowd) - before
        victim, before = draw.choice(old), losses(crowd)
        at = time.monotonic()
        os.kill(victim["pid"], blow)
        while (pids := {worker["pid"] for worker in await web_workers(site)}) and (victim["pid"] in pids or len(pids) < WORKERS):
            if time.monotonic() - at > 30:
                print(f"    no successor of {victim['pid']} in 30 s: {pids}")
                return False
            await asyncio.sleep(0.002)
        took.append(time.monotonic() - at)
        await asyncio.sleep(0.2)
        lost, before = lost + losses(crowd) - before, losses(crowd)
    took.sort()
    print(f"{blow.name}: {count} workers replaced within {took[len(took) // 2]:.3f} s (median), {took[-1]:.3f} s (longest; at "
          f"most {limit}); {lost} of {VISITORS * count} requests that were under way were lost, and {quiet} at other times; "
          f"{load_average()}", flush=True)
    return took[-1] <= limit and not quiet


def losses(crowd):
    """A killed worker closes connections without an answer; whether the request had come is not known to the client."""
    return len(crowd.tally.failed) + crowd.tally.sent_again


async def web_workers(site):
    workers = (await asyncio.to_thread(site.status))["workers"]
    return [worker for worker in workers if worker["kind"] == "web" and worker["state"] == "ready"]


if __name__ == "__main__":
    main()
