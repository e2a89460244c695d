"""kill -9 of the site's processes at random moments: no job is lost, no result mixed up, no mail sent twice.

A real SMTP server (aiosmtpd) stores what it gets; it refuses now and then, as mail servers do.
"""

import argparse
import collections
import contextlib
import email
import os
import random
import signal
import sys
import tempfile
import threading
import time

from aiosmtpd.controller import Controller

from website import Site, belongs, corpus, free_port, until

SETTINGS = """
public_url = "http://127.0.0.1"

[mail]
host = "127.0.0.1"
port = {port}
security = "none"
from = "Wordify <wordify@example.org>"

[jobs]
attempts = 1000

[limits]
mails_per_visitor = 1000000
mails_per_day = 1000000
"""


class Mailbox:
    """Counts the mails per recipient and keeps one of each; says "try later" to a share of them."""

    def __init__(self, draw, refused=0.1):
        self.draw, self.refused, self.received, self.messages = draw, refused, collections.Counter(), {}

    async def handle_DATA(self, server, session, envelope):
        if self.draw.random() < self.refused:
            return "451 try again later"
        for recipient in envelope.rcpt_tos:
            self.received[recipient] += 1
            self.messages[recipient] = envelope.content
        return "250 accepted"


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--program", required=True)
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--seed", type=int, default=int(time.time()))
    options = parser.parse_args()
    print(f"seed {options.seed}")
    draw = random.Random(options.seed)
    mailbox = Mailbox(random.Random(options.seed + 1))
    mail = Controller(mailbox, hostname="127.0.0.1", port=free_port())
    mail.start()
    with tempfile.TemporaryDirectory() as folder:
        site = Site(options.program, folder, SETTINGS.format(port=mail.port))
        site.start()
        try:
            good = run(site, mailbox, draw, options.kills)
        except (OSError, SystemExit):
            print(f"the master's exit: {site.process.poll()}; the end of the log:")
            print((site.folder / "log").read_text(errors="replace")[-3000:])
            raise
        finally:
            site.kill()
            mail.stop()
    sys.exit(0 if good else 1)


def run(site, mailbox, draw, kills):
    jobs = {}

    def visit(number, visitor, pause):
        try:
            fits = 200 + 300 * (number % 4)
            job, _ = site.submit(corpus(number, 400), visitor, preset="wordify-2021", fits=fits, email=f"v{number}@example.org")
        except (OSError, ValueError):
            job = None
        if job:
            jobs[number] = job
            pause(0.3)

    with visitors(visit):
        killed = kill(site, draw, kills)
    return is_good(site, mailbox, jobs, killed, killed["serve"] + killed["jobs"])


def kill(site, draw, kills):
    """Kills processes of the site at random moments, and starts it again where it was the master; how many of each role."""
    killed = collections.Counter()
    for _ in range(kills):
        time.sleep(draw.uniform(0.02, 0.6))
        victim = draw.choice(site.processes())
        role = site.role(victim)
        if victim == site.process.pid:
            # The machine fails, or its master alone, whose workers then leave by themselves.
            if draw.random() < 0.5:
                site.kill()
            else:
                site.process.kill()
                site.process.wait(60)
            site.start()
        else:
            try:
                os.kill(victim, signal.SIGKILL)
            except ProcessLookupError:
                continue
        killed[role] += 1
    return killed


@contextlib.contextmanager
def visitors(visit):
    """Three visitors who call `visit` with the next number, their own and how to pause, again and again until it is left."""
    stop, lock = threading.Event(), threading.Lock()
    numbers = iter(range(10**9))

    def come(visitor):
        while not stop.is_set():
            with lock:
                number = next(numbers)
            visit(number, visitor, stop.wait)

    threads = [threading.Thread(target=come, args=(visitor,)) for visitor in range(1, 4)]
    for thread in threads:
        thread.start()
    try:
        yield
    finally:
        stop.set()
        for thread in threads:
            thread.join()


def is_good(site, mailbox, jobs, killed, doubtful):
    """Says what became of the jobs; whether nothing is lost, mixed up or sent twice. A tenth of the `doubtful` kills may cost a mail."""
    states, mixed, twice, without = results(site, mailbox, jobs)
    wrong_mail = [number for number, job in jobs.items() if wrong(mailbox, number, job)]
    print(f"killed: {dict(killed)}; jobs accepted: {len(jobs)}, {dict(states)}")
    print(f"results mixed up: {len(mixed)}; mails with another's result: {len(wrong_mail)}; mails sent twice: "
          f"{len(twice)}; not sent since in doubt when the process was killed: {len(without)}")
    return set(states) == {"succeeded"} and not (mixed or twice or wrong_mail) and len(without) <= doubtful * 0.1


def results(site, mailbox, jobs):
    """Once all has ended and all mails are sent: the states; the numbers of jobs with another's result; who got two mails; the
    numbers of those who got none."""
    final = {"succeeded", "failed", "canceled"}
    for job in jobs.values():
        until(lambda: site.job(job)["state"] in final, "all jobs have ended", 900)
    states = collections.Counter(site.job(job)["state"] for job in jobs.values())
    until(lambda: b"\nwordify_outbox_length 0" in site.get("/metrics")[2], "the outbox is empty", 900)
    succeeded = [(number, job) for number, job in jobs.items() if site.job(job)["state"] == "succeeded"]
    mixed = [number for number, job in succeeded if not belongs(site.terms(job), number)]
    twice = [recipient for recipient, count in mailbox.received.items() if count > 1]
    without = [number for number in jobs if not mailbox.received[f"v{number}@example.org"]]
    return states, mixed, twice, without


def wrong(mailbox, number, job):
    content = mailbox.messages.get(f"v{number}@example.org")
    if content is None:
        return False
    message = email.message_from_bytes(content)
    texts = [part.get_payload(decode=True).decode() for part in message.walk() if part.get_content_type() == "text/plain"]
    return not any(job in text for text in texts)


if __name__ == "__main__":
    main()
