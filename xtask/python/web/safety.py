"""What visitors who mean ill may take of a site: memory, streams, processes; and what of a visitor is left on the disk.

Each part prints what it measured and fails where a bound of ours does not hold. Memory is the sum of PSS of the process tree.
"""

import argparse
import contextlib
import gzip
import json
import os
import resource
import shutil
import socket
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

from website import Site, corpus, until

MEGABYTE = 1 << 20
# Whose traces are looked for, and the address that it has; the name of the site holds another.
VISITOR, ADDRESS = 7, "127.0.0.8"
MARKS = ["textmark", "labmark", "colmark", "namemark"]
EXPIRY_SECONDS = 2
EXPIRY = f"[retention]\nresults = \"{EXPIRY_SECONDS} seconds\"\nuploads = \"{EXPIRY_SECONDS} seconds\"\n"


def memory_bytes(site):
    total = 0
    for process in site.processes():
        try:
            text = Path(f"/proc/{process}/smaps_rollup").read_text()
            total += int(text.split("\nPss:")[1].split()[0]) << 10
        except OSError:
            continue
    return total


def processor_seconds(site):
    ticks = 0
    for process in site.processes():
        if site.role(process) == "analyst":
            continue
        try:
            fields = Path(f"/proc/{process}/stat").read_text().rsplit(")", 1)[1].split()
            ticks += int(fields[11]) + int(fields[12])
        except OSError:
            continue
    return ticks / os.sysconf("SC_CLK_TCK")


class Watch:
    """Measures until it is left: the most memory, the most analysts, and how long the home page took."""

    def __init__(self, site):
        self.site, self.memory, self.analysts, self.times = site, 0, 0, []

    def __enter__(self):
        self.is_over = threading.Event()
        self.thread = threading.Thread(target=self.measure)
        self.thread.start()
        return self

    def measure(self):
        while not self.is_over.is_set():
            began = time.monotonic()
            assert self.site.get("/")[0] == 200
            self.times.append(time.monotonic() - began)
            self.memory = max(self.memory, memory_bytes(self.site))
            self.analysts = max(self.analysts, len(self.site.analysts()))

    def __exit__(self, *_):
        self.is_over.set()
        self.thread.join()

    def slowest(self, share):
        return sorted(self.times)[int((len(self.times) - 1) * share)]


def connect(site):
    return socket.create_connection(("127.0.0.1", site.port), timeout=60)


def fields(site, connections=20, count=100):
    """Forms with many fields of a megabyte, on many connections."""
    head = (b"POST /api/v1/jobs HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n"
            b"Content-Type: multipart/form-data; boundary=x\r\n\r\n")
    part = b'--x\r\nContent-Disposition: form-data; name="stop_words_add"\r\n\r\n' + b"w" * MEGABYTE + b"\r\n"
    chunk = b"%x\r\n%s\r\n" % (len(part), part)

    def send():
        client = connect(site)
        try:
            client.sendall(head)
            for _ in range(count):
                client.sendall(chunk)
        except OSError:
            pass  # It was refused, and is read no more.
        clients.append(client)

    clients = []
    threads = [threading.Thread(target=send) for _ in range(connections)]
    with Watch(site) as watch:
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    for client in clients:
        client.close()
    print(f"fields: {connections} connections with {count} fields of 1 MB: {watch.memory >> 20} MB at most")
    return watch.memory < 200 * MEGABYTE


def uploads(site, count=8, megabytes=1000):
    """Files that unpack to much more than they are, all at once."""
    row = ("many different words in one row " * 30 + ",label\n").encode()
    content = gzip.compress(b"text,label\n" + row * (megabytes * MEGABYTE // len(row)), 1)
    boundary = "x"
    body = (f'--{boundary}\r\nContent-Disposition: form-data; name="file"; filename="a.csv.gz"\r\n\r\n').encode()
    body += content + f"\r\n--{boundary}--\r\n".encode()
    statuses = []

    def send(number):
        headers = {"Content-Type": f"multipart/form-data; boundary={boundary}"}
        statuses.append(site.request("POST", "/api/v1/uploads", body, headers, number + 2, 300)[0])

    threads = [threading.Thread(target=send, args=(number,)) for number in range(count)]
    with Watch(site) as watch:
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    p99 = watch.slowest(0.99)
    print(f"uploads: {count} of {len(content) >> 20} MB that unpack to {megabytes} MB: answers {sorted(statuses)}, {watch.analysts} "
          f"analysts and {watch.memory >> 20} MB at most, home page p99 {p99 * 1000:.0f} ms")
    return watch.memory < 2000 * MEGABYTE and watch.analysts <= 2 and set(statuses) <= {201, 413, 422, 503}


def streams(site, asked=3000, served=2000):
    """Many who follow one queued analysis."""
    resource.setrlimit(resource.RLIMIT_NOFILE, (resource.getrlimit(resource.RLIMIT_NOFILE)[1],) * 2)
    blockers = [site.submit(corpus(number), preset="wordify-2021", fits=100000)[0] for number in range(2)]
    until(lambda: all(site.job(job)["state"] == "running" for job in blockers), "the places are taken")
    job, _ = site.submit(corpus(9))
    clients, statuses = [], {}
    for _ in range(asked):
        client = connect(site)
        client.sendall(f"GET /api/v1/jobs/{job}/events HTTP/1.1\r\nHost: localhost\r\n\r\n".encode())
        status = client.recv(4096).split(b" ")[1].decode()
        statuses[status] = statuses.get(status, 0) + 1
        clients.append(client)
    before, began = processor_seconds(site), time.monotonic()
    with Watch(site) as watch:
        time.sleep(10)
    used = (processor_seconds(site) - before) / (time.monotonic() - began)
    for client in clients:
        client.close()
    for blocker in blockers:
        site.request("DELETE", f"/api/v1/jobs/{blocker}")
    until(lambda: site.job(job)["state"] == "succeeded", "the one that was followed has ended")
    memory = watch.memory
    print(f"streams: {asked} asked for, answers {statuses}; {memory >> 20} MB with all processes, {used * 100:.1f} % of a core, which "
          "includes the home page without a pause")
    return statuses == {"200": served, "503": asked - served} and memory < 150 * MEGABYTE


def marked():
    """A file with a mark in each kind of thing that a visitor writes."""
    return corpus(7).replace(b"the house", b"textmark").replace(b"light7", b"labmark").replace(b"text,label", b"colmark,kind")


def nothing_left(site, keys):
    """Whether no mark, key or address is in the data folder or in the log."""
    traces = [*MARKS, *keys, ADDRESS]
    paths = [path for path in [site.folder / "log", *(site.folder / "data").rglob("*")] if path.is_file()]
    found = [(trace, path.name) for path in paths for trace in traces if trace.encode() in path.read_bytes()]
    print(f"    {len(MARKS)} marks, {len(keys)} keys and an address looked for in {len(paths)} files, data folder and log: {found or 'none'}")
    return not found


def traces(site):
    """What is left of a visitor after success, failure, cancel and deletion."""
    good = marked()
    keys = []
    for content, choices in ((good, {"text": "colmark", "label": "kind"}), (good, {"text": "labmark"}), (good, {"text": "colmark", "label": "kind"})):
        job, status = site.submit(content, VISITOR, name="namemark.csv", **choices)
        assert job or status == 422, status
        if job:
            keys.append(job)
    until(lambda: all(site.job(key)["state"] in ("succeeded", "failed") for key in keys), "all have ended")
    site.request("DELETE", f"/api/v1/jobs/{keys[-1]}")
    canceled, _ = site.submit(good, VISITOR, name="namemark.csv", text="colmark", label="kind", preset="wordify-2021", fits=100000)
    keys.append(canceled)
    site.request("POST", f"/api/v1/jobs/{canceled}/cancel")
    until(lambda: site.job(canceled)["state"] == "canceled", "it is canceled")
    site.stop()
    print(f"traces of {len(keys)} analyses:")
    return nothing_left(site, keys)


def expiry(site):
    """What is left of a result, and of an upload that was never started, once both have had their time."""
    job, status = site.submit(marked(), VISITOR, name="namemark.csv", text="colmark", label="kind")
    assert job, f"refused with {status}"
    body = b'--x\r\nContent-Disposition: form-data; name="file"; filename="namemark.csv"\r\n\r\n' + marked() + b"\r\n--x--\r\n"
    status, _, answer = site.request("POST", "/api/v1/uploads", body, {"Content-Type": "multipart/form-data; boundary=x"}, VISITOR)
    assert status == 201, f"{status}: {answer}"
    keys = [job, json.loads(answer)["id"]]

    def is_over(key):
        status, _, answer = site.get(f"/api/v1/jobs/{key}")
        return status == 404 or json.loads(answer)["state"] == "succeeded"

    until(lambda: is_over(job), "the analysis has ended")
    time.sleep(EXPIRY_SECONDS)
    # Whatever has expired goes each minute, and when the site starts.
    site.stop()
    site.start()
    until(lambda: all(site.get(f"/api/v1/jobs/{key}")[0] == 404 for key in keys), "both have expired")
    until(lambda: not os.listdir(site.folder / "data" / "jobs"), "their files are gone")
    site.stop()
    print("traces of an expired result and an expired upload:")
    return nothing_left(site, keys)


def squeeze(program, folder, limit):
    """No process to be had for a while: jobs wait, and none is lost."""
    os.chmod(folder, 0o755)
    own = Path(folder) / "wordify"
    shutil.copy(program, own)
    # Root has no limit on processes: the whole site runs as another user, who may also set and lift the limit.
    user = "nobody" if limit == "processes" and os.geteuid() == 0 else None
    if user:
        shutil.chown(folder, user)
    site = Site(str(own), folder, "[server]\nworkers = 1\n", user=user)
    site.start()
    with no_process(site, own, limit, user):
        jobs = [site.submit(corpus(number), preset="wordify-2021", fits=20)[0] for number in range(5)]
        time.sleep(10)
        states = {site.job(job)["state"] for job in jobs}
    until(lambda: all(site.job(job)["state"] == "succeeded" for job in jobs), "all have ended", 180)
    site.stop()
    print(f"squeeze of {limit}: nothing could be started for 10 s: states {states} meanwhile, then all {len(jobs)} succeeded")
    return "failed" not in states


@contextlib.contextmanager
def no_process(site, program, limit, user):
    """The site can start nothing until it is left: its user has no more processes, or the program is not to be executed."""
    workers = [process for process in site.processes() if site.role(process) in ("web", "jobs")]

    def allow(count):
        for worker in workers:
            subprocess.run(["prlimit", f"--nproc={count}:", "--pid", str(worker)], check=True, user=user)

    if limit == "processes":
        allow(1)
    else:
        program.chmod(0o644)
    yield
    if limit == "processes":
        allow(resource.getrlimit(resource.RLIMIT_NPROC)[1])
    else:
        program.chmod(0o755)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--program", required=True)
    parser.add_argument("--short", action="store_true", help="smaller numbers, for continuous integration")
    arguments = parser.parse_args()
    short = arguments.short
    parts = {
        "fields": lambda site: fields(site, 5 if short else 20),
        "uploads": lambda site: uploads(site, 4 if short else 8, 200 if short else 1000),
        "streams": lambda site: streams(site, 300 if short else 3000, 200 if short else 2000),
        "traces": traces,
        "expiry": expiry,
    }
    settings = {"expiry": EXPIRY, "streams": "[limits]\nstreams = 200\n" if short else ""}
    passed = True
    for name, part in parts.items():
        with tempfile.TemporaryDirectory() as folder:
            site = Site(arguments.program, folder, settings.get(name, ""))
            site.start()
            try:
                passed &= part(site)
            finally:
                if site.process.poll() is None:
                    site.kill()
    with tempfile.TemporaryDirectory() as folder:
        # Another user's limit needs rights that not every machine gives.
        passed &= squeeze(arguments.program, folder, "programs" if short else "processes")
    sys.exit(0 if passed else 1)


if __name__ == "__main__":
    main()
