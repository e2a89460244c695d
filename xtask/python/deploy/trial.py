"""The package on a clean Debian: install, upgrade under load, versions that are no good, roll back, kill -9, watchdog, removal.

Later versions are made from the package itself: one with another byte at the end of the program, one whose program is none, one that
accepts no settings, and one whose workers never get ready.
"""

import argparse
import subprocess
import tempfile
from pathlib import Path

import visitor
from container import Container, make_root, until
from load import Load
from visitor import SOCKET, corpus, submit

# Some fifteen seconds, or minutes where two trials share two cores with others.
FITS = 20_000
ANALYSIS_SECONDS = 900

# Requests that a trial must have seen before it can say that none was lost.
REQUESTS_MIN = 500


# Programs that must be refused. The good one lies beside them.
NO_PROGRAM = "\x7fELF and nothing else"
NO_SETTINGS = """#!/bin/sh
[ "$1" != check ] || { echo "wrong settings" >&2; exit 2; }
exec /usr/lib/wordify/good "$@"
"""
NEVER_READY = """#!/bin/sh
case "$1" in
--version|analyze|check|deploy|reload|status) exec /usr/lib/wordify/good "$@" ;;
*) exec sleep 300 ;;
esac
"""


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--root", required=True, help="folder of the bare Debian; made when absent")
    parser.add_argument("--release", default="bookworm", help="of Debian")
    parser.add_argument("--package", required=True)
    parser.add_argument("--second", help="another version instead of the one made here")
    parser.add_argument("--refused", nargs="*", help="versions to be refused instead of those made here")
    parser.add_argument("--kills", type=int, default=3, help="kill -9 of the main process")
    parser.add_argument("--reloads", type=int, default=3)
    parser.add_argument("--path", default="/healthz", help="what is asked under load")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        folder = Path(folder)
        options.second = options.second or repack(options.package, folder / "second", None)
        if options.refused is None:
            programs = {"no-program": NO_PROGRAM, "no-settings": NO_SETTINGS, "never-ready": NEVER_READY}
            options.refused = [repack(options.package, folder / name, text) for name, text in programs.items()]
        with Container(make_root(options.root, options.release), folder / "machine") as machine:
            run(machine, options)


def repack(package, folder, program):
    """The package with a higher version and another program; its path."""
    subprocess.run(["dpkg-deb", "-R", package, folder], check=True)
    control = folder / "DEBIAN/control"
    lines = control.read_text().splitlines(keepends=True)
    control.write_text("".join(f"Version: 9~{folder.name}\n" if line.startswith("Version:") else line for line in lines))
    (folder / "DEBIAN/md5sums").unlink(missing_ok=True)
    path = folder / "usr/bin/wordify"
    if program is None:
        with path.open("ab") as file:
            file.write(b"\n")
    else:
        good = folder / "usr/lib/wordify/good"
        good.parent.mkdir(parents=True, exist_ok=True)
        path.rename(good)
        path.write_text(program)
        path.chmod(0o755)
    made = f"{folder}.deb"
    subprocess.run(["dpkg-deb", "--root-owner-group", "-Znone", "-b", folder, made], check=True, stdout=subprocess.DEVNULL)
    return made


def run(machine, options):
    for number, path in enumerate([options.package, options.second, *options.refused]):
        machine.copy(path, f"/srv/{number}.deb")
    first = install(machine)
    second = upgrade(machine, options, first)
    for number in range(2, 2 + len(options.refused)):
        step(f"a version that is no good: {Path(options.refused[number - 2]).stem}")
        load = visitors(machine, options)
        print(machine.fails(f"dpkg --force-confold -i /srv/{number}.deb"))
        finish(load, allowed=0)
        check(program(machine) == second, "the good one stays")
    wrong_settings(machine, options)
    step("roll back under load")
    load = visitors(machine, options)
    print(machine.run("dpkg --force-confold -i /srv/0.deb"))
    finish(load, allowed=0)
    check(program(machine) == first, "the first one again")
    reloads(machine, options)
    kill(machine, options)
    hang(machine, options)
    step("a restart under load")
    load = visitors(machine, options)
    machine.run("systemctl restart wordify")
    finish(load, allowed=0)
    confinement(machine)
    boot(machine)
    remove(machine)


def install(machine):
    step("a bare Debian, one command, a running service")
    for name in ("nginx", "curl", "sqlite3"):
        check(machine.run(f"command -v {name}", check=False) == "", f"{name} is not there beforehand")
    print(machine.run("apt-get install -y /srv/0.deb"))
    check(machine.run("command -v nginx", check=False) == "", "no web server came with it")
    check(machine.run("ss -Hltn") == "", "nothing listens at a port")
    until(lambda: machine.run("systemctl is-active wordify", check=False).strip() == "active", "the service runs", 30)
    check(answers(machine), "it answers")
    print(machine.run("systemctl status wordify --no-pager -n 0"))
    check(machine.run("systemctl is-enabled wordify.socket wordify.service").split() == ["enabled"] * 2, "starts at boot")
    check("workers ready: " in machine.run("systemctl show -p StatusText wordify"), "systemd knows what it does")
    check("serving, " in machine.journal(), "the journal has its log")
    print(machine.run("systemd-analyze security wordify.service --no-pager | tail -1"))
    reported_ready(machine)
    machine.run("echo kept > /var/lib/wordify/kept; echo '# mine' >> /etc/wordify/wordify.toml")
    return program(machine)


def upgrade(machine, options, first):
    step("an upgrade under load, while an analysis runs")
    texts = corpus(2000)
    job = submit(machine.path(SOCKET), texts, preset="wordify-2021", fits=FITS, seed=7)
    now = lambda: visitor.job(machine.path(SOCKET), job)
    done = lambda: (now().get("progress") or {}).get("done", 0)
    until(lambda: done() > 0, "some fits are done")
    load = visitors(machine, options)
    pid = main_pid(machine)
    print(machine.run("dpkg --force-confold -i /srv/1.deb"))
    # A deleted file would be the version before.
    until(lambda: exe(machine, "analyst") == "/usr/bin/wordify" and done() > 0, "the analysis goes on in the new version")
    check(now()["state"] == "running", f"the analysis goes on in the new version, at {done()} fits of {2 * FITS}")
    finish(load, allowed=0)
    second = program(machine)
    check(second != first and main_pid(machine) == pid, "another program is installed, and the main process stayed")
    until(lambda: now()["state"] == "succeeded", "the analysis is done", ANALYSIS_SECONDS)
    check(now().get("attempt") is None, "at its first attempt")
    (machine.merged / "srv/texts.csv").write_bytes(texts)
    machine.run(f"cd /srv && wordify analyze texts.csv --preset wordify-2021 --fits {FITS} --seed 7 --language en --out terms.csv --quiet", seconds=ANALYSIS_SECONDS)
    served = visitor.ask(machine.path(SOCKET), "GET", now()["links"]["result"]["csv"])[1]
    check(served == (machine.merged / "srv/terms.csv").read_bytes(), f"its {len(served)} bytes are those of one run without a break")
    check(machine.run("cat /var/lib/wordify/kept; tail -1 /etc/wordify/wordify.toml") == "kept\n# mine\n", "data and settings stay")
    return second


def wrong_settings(machine, options):
    step("a reload with wrong settings under load")
    load = visitors(machine, options)
    settings = "/etc/wordify/wordify.toml"
    machine.run(f"cp -p {settings} /srv/good.toml; printf '[server]\\nworker = 2\\n' >> {settings}")
    print(machine.fails("systemctl reload wordify"))
    logged = machine.run("journalctl --no-pager -o cat -u wordify --grep 'Did you mean'").strip().splitlines()
    check(len(logged) == 1, f"the journal says why: {logged}")
    machine.run(f"cp -p /srv/good.toml {settings}")
    machine.run("systemctl reload wordify")
    finish(load, allowed=0)
    check(machine.run("wordify status -c /etc/wordify/wordify.toml | sed -n 2p").strip() == f"listening at unix:{SOCKET}",
          "it listens where systemd does, and nowhere else")


def reloads(machine, options):
    step(f"{options.reloads} reloads under load")
    load = visitors(machine, options)
    for _ in range(options.reloads):
        machine.run("systemctl reload wordify")
    finish(load, allowed=0)


def kill(machine, options):
    step(f"kill -9 of the main process under load, {options.kills} times")
    load = visitors(machine, options)
    times = []
    for _ in range(options.kills):
        old = main_pid(machine)
        machine.run(f"kill -9 {old}")
        times.append(until(lambda: main_pid(machine) not in (0, old) and answers(machine), "another one answers", 30))
        # So many in a minute are too many for systemd, which then would start no other.
        machine.run("systemctl reset-failed wordify")
    print(f"   another one answers after {max(times):.2f} s at most, {sorted(times)[len(times) // 2]:.2f} s in the middle")
    # It serves nobody itself, and its workers finish what they have begun.
    finish(load, allowed=0)


def hang(machine, options):
    step("the main process stops without a word under load; the watchdog sees it")
    machine.run("mkdir -p /run/systemd/system/wordify.service.d; "
                "printf '[Service]\\nWatchdogSec=2\\n' > /run/systemd/system/wordify.service.d/quick.conf; "
                "systemctl daemon-reload; systemctl restart wordify")
    load = visitors(machine, options)
    old = main_pid(machine)
    machine.run(f"kill -STOP {old}")
    took = until(lambda: main_pid(machine) not in (0, old) and answers(machine), "another one answers", 30)
    finish(load, allowed=0)
    print(f"   another one answers after {took:.2f} s")
    check("watchdog" in machine.run("journalctl --no-pager -u wordify --grep watchdog").lower(), "the journal says why")
    machine.run("rm -r /run/systemd/system/wordify.service.d; systemctl daemon-reload; systemctl restart wordify")


def boot(machine):
    step("a second boot")
    machine.power_off()
    machine.boot()
    until(lambda: answers(machine), "it answers", 30)
    reported_ready(machine)
    print(machine.run("systemd-analyze blame --no-pager | grep wordify"))


def confinement(machine):
    step("a log outside of the folders that systemd leaves open: reported before the reload, and the site goes on")
    settings = "/etc/wordify/wordify.toml"
    machine.run(f"mkdir -p /srv/logs; chown wordify /srv/logs; cp -p {settings} /srv/good.toml")
    machine.run(f"printf '[server]\\nerror_log = \"/srv/logs/error.log\"\\n' >> {settings}")
    output = machine.fails(f"runuser -u wordify -- wordify check -c {settings}")
    check("can only read in the folder of /srv/logs/error.log" in output, "the check knows what systemd forbids")
    machine.fails("systemctl reload wordify")
    machine.run(f"sed -i s:/srv/logs:/var/log/wordify: {settings}")
    # The first reload is logged where the log was before, and may be over before anything else is said: the second is not.
    machine.run(f"runuser -u wordify -- wordify check -c {settings} && systemctl reload wordify && systemctl reload wordify")
    machine.run("test -s /var/log/wordify/error.log")
    machine.run(f"cp -p /srv/good.toml {settings}; systemctl reload wordify; rm -r /srv/logs")
    check(answers(machine), "it answers")


def remove(machine):
    step("removal and purge")
    machine.run("dpkg -r wordify")
    check(machine.run("systemctl is-active wordify", check=False).strip() != "active", "the service is gone")
    machine.run(f"test -d /var/lib/wordify && test -f /etc/wordify/wordify.toml && ! test -e {SOCKET}")
    machine.run("test -f /var/cache/wordify/static/errors/502.html")
    machine.run("dpkg -P wordify")
    left = machine.run("find / -xdev -iname '*wordify*' -not -path '/proc/*' -not -path '/sys/*' -not -path '/var/log/journal/*'")
    check(left.strip() == "", f"nothing is left{': ' + left if left.strip() else ''}")
    check("wordify" not in machine.run("cat /etc/passwd /etc/group"), "neither is its user")


def reported_ready(machine):
    """How long it took from the start of the main process until it notified systemd that it serves."""
    text = machine.run("systemctl show wordify -p ExecMainStartTimestampMonotonic -p ActiveEnterTimestampMonotonic --value")
    started, ready = sorted(int(word) for word in text.split())
    check(ready - started < 1_000_000, f"ready {(ready - started) / 1000:.0f} ms after its start")


def answers(machine):
    try:
        return visitor.ask(machine.path(SOCKET), "GET", "/healthz")[0] == 200
    except OSError:
        return False


def exe(machine, role):
    """The program that a process of the site with this role runs."""
    return machine.run(f"readlink /proc/$(pgrep -fo '^[^ ]+ {role}$')/exe", check=False).strip()


def visitors(machine, options):
    return Load(machine.path(SOCKET), options.path)


def finish(load, allowed):
    """Ends the load once it has seen enough, and judges it."""
    until(lambda: load.good >= REQUESTS_MIN and load.streams > 0 or len(load.bad) > allowed, "there were enough requests")
    good, bad = load.stop()
    text = f"{good} requests answered, {load.uploads} of them uploads taken back, {load.streams} event streams, {len(bad)} not (at most {allowed} may)"
    check(len(bad) <= allowed, f"{text} {bad[:5] or ''}")


def program(machine):
    return machine.run("sha256sum < /usr/bin/wordify")


def main_pid(machine):
    return int(machine.run("systemctl show -p MainPID --value wordify").strip() or 0)


def step(text):
    print(f"\n== {text}", flush=True)


def check(holds, text):
    print(("   ok: " if holds else "   FAULT: ") + text, flush=True)
    if not holds:
        raise SystemExit(1)


if __name__ == "__main__":
    main()
