"""Faults of database and disk at named places, one after another, under visitors: nothing accepted is lost, doubled or mixed up.

The places of the database are its tables and what is done to their rows: while a fault lasts, SQLite itself refuses that statement.
Those of the disk are the folders and files that the site works with, which are away for a while, and what the system gives.
"""

import argparse
import collections
import contextlib
import random
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from aiosmtpd.controller import Controller

from chaos import Mailbox, results, visitors
from website import Site, corpus, free_port

# Attempts are those of a site as it comes: a fault that counted as a crash would end a job after three.
SETTINGS = """
public_url = "http://127.0.0.1"

[mail]
host = "127.0.0.1"
port = {port}
security = "none"
from = "Wordify <wordify@example.org>"

[limits]
mails_per_visitor = 1000000
mails_per_day = 1000000
"""
# How long a fault lasts.
SECONDS = (0.1, 1.5)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--program", required=True)
    parser.add_argument("--faults", type=int, default=100)
    parser.add_argument("--seed", type=int, default=int(time.time()))
    options = parser.parse_args()
    print(f"seed {options.seed}")
    draw = random.Random(options.seed)
    # Whoever is asked to come later comes after a minute.
    mailbox = Mailbox(random.Random(options.seed + 1), refused=0)
    mail = Controller(mailbox, hostname="127.0.0.1", port=free_port())
    mail.start()
    with tempfile.TemporaryDirectory() as folder:
        # A copy, so that it can be away without anybody else's missing it.
        program = Path(folder) / "wordify"
        shutil.copy(options.program, program)
        site = Site(str(program), folder, SETTINGS.format(port=mail.port))
        site.start()
        try:
            good = run(site, mailbox, draw, options.faults)
        except (OSError, SystemExit):
            print((site.folder / "log").read_text(errors="replace")[-3000:])
            raise
        finally:
            site.kill()
            mail.stop()
    sys.exit(0 if good else 1)


def run(site, mailbox, draw, count):
    places = [*of_database(site), *of_disk(site)]
    # Each place once before one comes again.
    order = [place for _ in range(count // len(places) + 1) for place in draw.sample(places, len(places))][:count]
    jobs, refused = {}, collections.Counter()

    def visit(number, visitor, pause):
        try:
            job, status = site.submit(corpus(number, 200), visitor, preset="wordify-2021", fits=100, email=f"v{number}@example.org")
        except (OSError, ValueError):
            job, status = None, "connection"
        if job:
            jobs[number] = job
        else:
            refused[status] += 1
        pause(0.2)

    with visitors(visit):
        for name, fault in order:
            with fault():
                time.sleep(draw.uniform(*SECONDS))
            time.sleep(draw.uniform(0, 0.3))
    states, mixed, twice, without = results(site, mailbox, jobs)
    panics = (site.folder / "log").read_text(errors="replace").count("panicked")
    print(f"{len(order)} faults at {len(places)} places: {', '.join(name for name, _ in places)}")
    print(f"jobs accepted: {len(jobs)}, {dict(states)}; refused meanwhile: {dict(refused)}; results mixed up: {len(mixed)}; "
          f"mails twice: {len(twice)}, missing: {len(without)}; panics: {panics}")
    if without:
        lines = (site.folder / "log").read_text(errors="replace").splitlines()
        print("of mails, the log says:", *(line for line in lines if "mail" in line and "mail sent" not in line), sep="\n    ")
    return set(states) == {"succeeded"} and not (mixed or twice or without or panics)


def of_database(site):
    """Each table, and what is done to its rows; and the lock on all of them."""
    path = site.folder / "data/wordify.db"
    with contextlib.closing(connect(path)) as database:
        tables = [name for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'")]

    @contextlib.contextmanager
    def refused(table, action):
        execute(path, f"CREATE TRIGGER fault BEFORE {action} ON {table} BEGIN SELECT RAISE(ABORT, 'injected'); END")
        yield
        execute(path, "DROP TRIGGER fault")

    @contextlib.contextmanager
    def locked():
        with contextlib.closing(connect(path)) as database:
            database.execute("BEGIN IMMEDIATE")
            yield
            database.execute("ROLLBACK")

    for table in sorted(tables):
        for action in ("INSERT", "UPDATE", "DELETE"):
            yield f"{action} {table}", lambda table=table, action=action: refused(table, action)
    yield "database locked", locked


def of_disk(site):
    """What is away for a while."""
    data = site.folder / "data"

    @contextlib.contextmanager
    def away(path):
        path.rename(path.with_name("away"))
        yield
        with contextlib.suppress(FileNotFoundError):
            path.with_name("away").rename(path)

    @contextlib.contextmanager
    def descriptors():
        workers = [process for process in site.processes() if site.role(process) in ("web", "jobs")]
        before = {worker: limits(worker) for worker in workers}
        for worker in workers:
            limit(worker, "16")
        yield
        for worker in workers:
            limit(worker, before[worker])

    for name in ("jobs", "places", "secrets", "wordify.db"):
        yield f"{name} away", lambda name=name: away(data / name)
    yield "program away", lambda: away(Path(site.program))
    yield "no descriptors", descriptors


def connect(path):
    return sqlite3.connect(path, timeout=60, isolation_level=None)


def execute(path, statement):
    with contextlib.closing(connect(path)) as database:
        database.execute(statement)


def limits(process):
    command = ["prlimit", "--nofile", "--output=SOFT", "--noheadings", "--pid", str(process)]
    return subprocess.run(command, capture_output=True, text=True).stdout.strip()


def limit(process, count):
    # It may have been replaced meanwhile.
    subprocess.run(["prlimit", f"--nofile={count}:", "--pid", str(process)], stderr=subprocess.DEVNULL)


if __name__ == "__main__":
    main()
