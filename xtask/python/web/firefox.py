"""The main path in Firefox: upload, check, result, texts behind a term, back; and the worked example.

Spoken to by WebDriver BiDi, which Firefox serves itself, so that no other program is needed. Fails on any error in the console and on
anything that the content policy of the site blocks."""

import argparse
import itertools
import json
import shutil
import subprocess
import tempfile
import time
from pathlib import Path

from website import Site, corpus, until
from websockets.sync.client import connect

FIREFOX = ["firefox-esr", "firefox"]
WIDTH, HEIGHT = 1280, 900
START_SECONDS = 60
ANSWER_SECONDS = 60
# What the policy blocks is an event in the page and no line in the console that BiDi would tell of.
TELL_VIOLATIONS = """() => document.addEventListener("securitypolicyviolation",
    (event) => console.error(`blocked: ${event.violatedDirective} ${event.blockedURI} ${event.sourceFile}:${event.lineNumber}`))"""
# Nothing that Firefox would fetch by itself, and no first-run pages.
PREFERENCES = {
    "app.update.enabled": False, "browser.shell.checkDefaultBrowser": False, "browser.startup.page": 0,
    "datareporting.policy.dataSubmissionEnabled": False, "extensions.getAddons.cache.enabled": False,
    "network.captive-portal-service.enabled": False, "network.connectivity-service.enabled": False,
    "remote.active-protocols": 1, "toolkit.telemetry.enabled": False,
}


class Firefox:
    """A window of Firefox that notes every error."""

    def __init__(self, folder):
        self.profile = Path(folder) / "profile"
        self.profile.mkdir()
        lines = (f"user_pref({json.dumps(name)}, {json.dumps(value)});\n" for name, value in PREFERENCES.items())
        (self.profile / "user.js").write_text("".join(lines))
        program = next(filter(None, map(shutil.which, FIREFOX)), None)
        assert program, f"none of {', '.join(FIREFOX)} is there"
        self.log = open(Path(folder) / "firefox.log", "ab")
        self.process = subprocess.Popen([program, "--headless", "--no-remote", "--profile", self.profile, "--remote-debugging-port", "0"],
                                        stdout=self.log, stderr=self.log)
        # It writes where it listens into its profile.
        self.socket, self.numbers, self.faults = None, itertools.count(1), []

    def open(self):
        server = self.profile / "WebDriverBiDiServer.json"
        until(lambda: server.exists() and server.read_text().strip(), "Firefox listens", START_SECONDS)
        where = json.loads(server.read_text())
        self.socket = connect(f"ws://{where['ws_host']}:{where['ws_port']}/session", max_size=None, open_timeout=START_SECONDS, legacy=True)
        self.ask("session.new", capabilities={})
        self.ask("session.subscribe", events=["log.entryAdded"])
        self.ask("script.addPreloadScript", functionDeclaration=TELL_VIOLATIONS)
        self.window = self.ask("browsingContext.getTree")["contexts"][0]["context"]
        self.ask("browsingContext.setViewport", context=self.window, viewport={"width": WIDTH, "height": HEIGHT})

    def ask(self, method, **parameters):
        """Sends a command and waits for its answer; what comes before it are events."""
        number = next(self.numbers)
        self.socket.send(json.dumps({"id": number, "method": method, "params": parameters}))
        while True:
            message = json.loads(self.socket.recv(timeout=ANSWER_SECONDS))
            if message.get("method") == "log.entryAdded" and message["params"]["level"] == "error":
                self.faults.append(message["params"]["text"])
            if message.get("id") == number:
                assert message["type"] == "success", f"{method}: {message}"
                return message["result"]

    def go(self, address):
        self.ask("browsingContext.navigate", context=self.window, url=address, wait="complete")

    def back(self):
        self.ask("browsingContext.traverseHistory", context=self.window, delta=-1)

    def evaluate(self, expression):
        """The value of an expression: a text, a number, a truth value."""
        answer = self.ask("script.evaluate", expression=expression, target={"context": self.window}, awaitPromise=True)
        assert answer["type"] == "success", f"{expression}: {answer}"
        return answer["result"]

    def value(self, expression):
        return self.evaluate(expression).get("value")

    def element(self, selector):
        found = self.evaluate(f"document.querySelector({json.dumps(selector)})")
        assert found["type"] == "node", f"{selector} is not on {self.value('location.pathname')}"
        return {"sharedId": found["sharedId"]}

    def wait(self, selector, what):
        until(lambda: self.value(f"document.readyState === 'complete' && !!document.querySelector({json.dumps(selector)})"), what, 120)

    def click(self, selector):
        """With the pointer, where the element is."""
        self.evaluate(f"document.querySelector({json.dumps(selector)}).scrollIntoView({{block: 'center', behavior: 'instant'}})")
        place = {"type": "pointerMove", "x": 0, "y": 0, "origin": {"type": "element", "element": self.element(selector)}}
        press = [place, {"type": "pointerDown", "button": 0}, {"type": "pointerUp", "button": 0}]
        self.ask("input.performActions", context=self.window, actions=[{"type": "pointer", "id": "hand", "actions": press}])

    def press(self, key):
        keys = [{"type": "keyDown", "value": key}, {"type": "keyUp", "value": key}]
        self.ask("input.performActions", context=self.window, actions=[{"type": "key", "id": "keys", "actions": keys}])

    def look(self, name):
        """What must hold for every page."""
        width = self.value("document.documentElement.scrollWidth")
        assert width <= WIDTH, f"{name}: {width} pixels wide on {WIDTH}"
        assert self.value("document.querySelectorAll('h1').length") == 1, f"{name}: headings of the first rank"
        assert not self.faults, f"{name}: {self.faults}"

    def close(self):
        if self.socket:
            self.socket.close()
        self.process.terminate()
        self.process.wait(30)
        self.log.close()


def open_texts(browser, term):
    """Has the texts behind a term shown in place."""
    browser.click(term)
    browser.wait("dialog[open] mark", "the texts come in place")


def main_path(browser, base, folder):
    """From a file to the texts behind a term, and back."""
    file = Path(folder) / "texts.csv"
    file.write_bytes(corpus(1, 240))
    browser.go(f"{base}/")
    browser.look("home")
    browser.ask("input.setFiles", context=browser.window, element=browser.element("#file"), files=[str(file)])
    browser.click("#upload-form button")
    browser.wait("#choices", "the check page comes")
    browser.look("check")
    browser.click(".start button")
    browser.wait("#terms", "the result comes")
    browser.look("result")
    result = browser.value("location.pathname")
    shown = browser.value("document.querySelector('#found tbody a').textContent")
    open_texts(browser, "#found tbody a")
    assert browser.value("document.querySelector('dialog mark').textContent").lower() == shown.lower()
    browser.look("texts in place")
    browser.press("\ue00c")  # Escape
    until(lambda: not browser.value("!!document.querySelector('dialog')"), "the texts are closed", 10)
    browser.go(base + browser.value("document.querySelector('#found tbody a').getAttribute('href')"))
    browser.wait("#evidence mark", "the page of the term comes")
    browser.look("term")
    browser.back()
    browser.wait("#terms", "the result is there again")
    assert browser.value("location.pathname") == result
    browser.look("result again")


def worked_example(browser, base):
    """From the first page to the texts behind a term of the sample, in two clicks."""
    browser.go(f"{base}/")
    browser.evaluate("document.querySelector('.real img').scrollIntoView()")
    until(lambda: browser.value("document.querySelector('.real img').naturalWidth > 0"), "the picture of a result is drawn", 120)
    browser.click(".sample a")
    browser.wait("#result .pictures a", "the worked example comes")
    browser.look("example")
    open_texts(browser, "#result .pictures a")
    browser.look("example's texts in place")


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--program", required=True)
    arguments = parser.parse_args()
    start = time.monotonic()
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        site, browser = Site(arguments.program, folder), Firefox(folder)
        try:
            site.start()
            browser.open()
            base = f"http://127.0.0.1:{site.port}"
            for name, trial in {"main path": lambda: main_path(browser, base, folder), "worked example": lambda: worked_example(browser, base)}.items():
                trial()
                print(f"{time.monotonic() - start:6.1f} s  {name} in Firefox")
        finally:
            browser.close()
            site.kill()


if __name__ == "__main__":
    main()
