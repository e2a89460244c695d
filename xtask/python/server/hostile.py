"""The whole site among clients that mean harm: ten thousand idle connections, heads and uploads that never end, bytes that are
no HTTP. Honest visitors are served meanwhile, nobody dies, and nothing stays behind.
"""

import argparse
import asyncio
import os
import random
import resource
import struct
import socket
import sys
import tempfile
import time

from machine import load_average, memory
from visitors import Crowd, Place
from website import Site, until

HEADER_SECONDS, BODY_SECONDS = 8, 6
# Before a client that is cut off notices it.
GRACE_SECONDS = 5
SETTINGS = f"""
[log]
level = "warn"

[server.timeouts]
header = {HEADER_SECONDS}
body = {BODY_SECONDS}
keep_alive = 120
"""
P99_MS = 100
# The file, the boundary and the head of an upload whose end never comes.
HALF = (b"POST /api/v1/uploads HTTP/1.1\r\nHost: localhost\r\nContent-Type: multipart/form-data; boundary=b\r\nContent-Length: 5000000\r\n\r\n"
        b"--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.csv\"\r\n\r\ntext,label\n" + b"words,one\n" * 2000)


def corpus():
    """Requests that are wrong, each in its own way."""
    get = b"GET / HTTP/1.1\r\nHost: localhost\r\n"
    post = b"POST /api/v1/jobs HTTP/1.1\r\nHost: localhost\r\n"
    form = b"Content-Type: multipart/form-data; boundary=b\r\n"
    yield from (b"\r\n" * 50, b"\x00" * 100, b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + b"\x55" * 200, b"GET\r\n\r\n", b"GET /\r\n\r\n")
    yield from (b"GET / HTTP/1.1\r\n\r\n", get + b"Host: y\r\n\r\n", b"GET / HTTP/9.9\r\nHost: localhost\r\n\r\n", b"GET  /  HTTP/1.1\r\nHost: localhost\r\n\r\n")
    yield from (b"GET / HTTP/1.1\nHost: x\n\n", b"GET /\x00 HTTP/1.1\r\nHost: localhost\r\n\r\n", b"G\xc3\x84T / HTTP/1.1\r\nHost: localhost\r\n\r\n")
    yield from (b"GET http://[::1 HTTP/1.1\r\nHost: localhost\r\n\r\n", b"CONNECT x:443 HTTP/1.1\r\nHost: localhost\r\n\r\n", b"OPTIONS * HTTP/1.1\r\nHost: localhost\r\n\r\n")
    yield from (b"GET /" + b"a" * 100_000 + b" HTTP/1.1\r\nHost: localhost\r\n\r\n", get + b"A: " + b"b" * 100_000 + b"\r\n\r\n")
    yield from (get + b"A: b\r\n" * 5000 + b"\r\n", get + b"No colon\r\n\r\n", get + b": no name\r\n\r\n", get + b"A : b\r\n\r\n", get + b"A: b\r\n c: folded\r\n\r\n")
    yield from (get + b"A: \x00\r\n\r\n", get + b"A: \x7f\xff\r\n\r\n", b"GET / HTTP/1.1\r\nHost: a/b@c d\r\n\r\n", b"GET / HTTP/1.1\r\nHost: \xff\r\n\r\n")
    yield from (post + b"Content-Length: -1\r\n\r\n", post + b"Content-Length: 1e3\r\n\r\n", post + b"Content-Length: 99999999999999999999\r\n\r\n")
    yield from (post + b"Content-Length: 5\r\nContent-Length: 6\r\n\r\nabcdef", post + b"Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n")
    yield from (post + b"Transfer-Encoding: chunked\r\n\r\nzz\r\nabc\r\n", post + b"Transfer-Encoding: chunked\r\n\r\nffffffffffffffff\r\nabc\r\n")
    yield from (post + b"Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n", post + b"Transfer-Encoding: chunked, chunked\r\n\r\n0\r\n\r\n")
    yield from (post + b"Content-Length: 0\r\n\r\n", post + form + b"Content-Length: 3\r\n\r\n--b", post + form + b"Content-Length: 9\r\n\r\n--b--\r\n\r\n")
    yield from (post + b"Content-Type: multipart/form-data\r\nContent-Length: 0\r\n\r\n", post + b"Content-Type: multipart/form-data; boundary=" + b"b" * 9000 + b"\r\n\r\n")
    yield from (post + form + b"Expect: 100-continue\r\nContent-Length: 900000000000\r\n\r\n", post + b"Expect: nothing\r\nContent-Length: 0\r\n\r\n")
    yield from (b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n" + b"\xff" * 100, b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n" + b"\x00\x00\x00\x04\x00\x00\x00\x00\x00" * 20_000)
    for path in (b"/..%2f..%2fetc/passwd", b"/%00", b"/%ff%fe", b"/%", b"//x", b"/jobs/../..", b"/assets/%2e%2e/x", b"/?fits=" + b"9" * 4000, b"/jobs/" + b"a" * 8000):
        yield b"GET " + path + b" HTTP/1.1\r\nHost: localhost\r\n\r\n"
    draw = random.Random(5)
    for _ in range(200):
        damaged = bytearray(draw.choice([get + b"Accept: */*\r\n\r\n", HALF[:400], b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\x00\x00\x00\x04\x00\x00\x00\x00\x00"]))
        for _ in range(draw.randrange(1, 20)):
            damaged[draw.randrange(len(damaged))] = draw.randrange(256)
        yield bytes(damaged)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--program", required=True)
    parser.add_argument("--idle", type=int, default=10000)
    options = parser.parse_args()
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
    with tempfile.TemporaryDirectory() as folder:
        site = Site(options.program, folder, SETTINGS)
        site.start()
        try:
            good = asyncio.run(attack(site, options.idle))
            until(lambda: not os.listdir(site.folder / "data" / "jobs"), "nothing of the uploads is left", 60)
            site.stop()
        finally:
            if site.process.poll() is None:
                site.kill()
        log = (site.folder / "log").read_text(errors="replace")
        if "panicked" in log:
            good = False
            print(log[-2000:])
    sys.exit(0 if good else 1)


async def attack(site, idle):
    place, before = Place("127.0.0.1", site.port), workers(site)
    quiet = Crowd(place)
    await calm(quiet)
    lines = []
    for _ in range(0, idle, 100):
        lines += await asyncio.gather(*(place.connect() for _ in range(min(100, idle))))
    crowd = Crowd(place)
    visits = asyncio.create_task(calm(crowd, 4 * HEADER_SECONDS))
    begin = time.monotonic()
    lasted, stalled, bad, _ = await asyncio.gather(
        asyncio.gather(*(trickle(place) for _ in range(300))), asyncio.gather(*(stall(place) for _ in range(100))),
        malformed(place), asyncio.gather(*(hang_up(place) for _ in range(300))))
    seconds = time.monotonic() - begin
    # Held all the while, not forgotten by us.
    open_still = sum(not line.is_closed() for line in lines)
    holds = memory(site.process.pid)
    served = await asyncio.gather(*(is_served(line) for line in random.Random(1).sample(lines, min(200, idle))))
    for line in lines:
        line.close()
    await visits
    print(f"{open_still} of {idle} idle connections open after {seconds:.0f} s, {sum(served)} of {len(served)} of them then served; "
          f"heads that trickled were ended after {max(lasted):.1f} s at the latest, uploads that stood still after {max(stalled):.1f} s")
    print(f"{sum(bad.values())} malformed requests: {dict(sorted(bad.items()))}; the site holds {holds}, {load_average()}")
    print(f"without attackers: {quiet.tally}\nmeanwhile: {crowd.tally}")
    for failure in crowd.tally.failed[:5]:
        print(f"    {failure}")
    return (before == workers(site) and not crowd.tally.failed and crowd.tally.p99() <= P99_MS and open_still == idle and all(served)
            and max(lasted) < HEADER_SECONDS + GRACE_SECONDS and max(stalled) < BODY_SECONDS + GRACE_SECONDS
            and not any(status.startswith("5") or status == "silence" for status in bad))


def workers(site):
    return sorted((worker["kind"], worker["pid"]) for worker in site.status()["workers"])


async def calm(crowd, seconds=4):
    """Honest visitors, as many as a small site has."""
    crowd.start(crowd.kept, 2)
    crowd.start(crowd.new, 2)
    crowd.start(crowd.uploading, 1)
    await asyncio.sleep(seconds)
    await crowd.stop()


async def trickle(place):
    """A head that comes byte by byte; the seconds until the server has had enough."""
    line, begin = await place.connect(), time.monotonic()
    try:
        line.writer.write(b"GET / HTTP/1.1\r\nHost: localhost\r\nX: ")
        while not line.reader.at_eof() and time.monotonic() - begin < 60:
            line.writer.write(b"a")
            await line.writer.drain()
            await asyncio.sleep(0.25)
    except OSError:
        pass
    line.close()
    return time.monotonic() - begin


async def stall(place):
    """An upload that stands still in the middle; the seconds until the server has had enough."""
    line, begin = await place.connect(), time.monotonic()
    try:
        line.writer.write(HALF)
        await asyncio.wait_for(line.reader.read(), 60)
    except (OSError, TimeoutError):
        pass
    line.close()
    return time.monotonic() - begin


async def hang_up(place):
    """An upload whose sender is gone in the middle, without a goodbye."""
    line = await place.connect()
    line.writer.write(HALF)
    await line.writer.drain()
    line.writer.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    line.writer.transport.abort()


async def malformed(place):
    """What became of each request of the corpus, counted."""
    outcomes = {}
    for request in corpus():
        line = await place.connect()
        try:
            line.writer.write(request)
            line.writer.write_eof()
            answer = await asyncio.wait_for(line.reader.read(65536), HEADER_SECONDS + GRACE_SECONDS)
            outcome = answer[9:12].decode() if answer.startswith(b"HTTP/1.") else "closed" if not answer else "other bytes"
        except TimeoutError:
            outcome = "silence"
        except OSError:
            outcome = "closed"
        line.close()
        outcomes[outcome] = outcomes.get(outcome, 0) + 1
    return outcomes


async def is_served(line):
    status, answer = await line.ask("GET", "/healthz")
    return status == 200 and await line.body(answer) == b"ok\n"


if __name__ == "__main__":
    main()
