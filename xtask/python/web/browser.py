"""The site in a real browser, as its visitors use it: upload, check, watch, read, download, mail, delete.

Also without scripts, on a phone, and with axe on every page. Fails on any error in the browser's console."""

import argparse
import io
import json
import random
import shutil
import tempfile
import time
import zipfile
from email import message_from_bytes, policy
from pathlib import Path

import openpyxl
from aiosmtpd.controller import Controller
from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import sync_playwright
from website import ROOT, Site, free_port, until

CHROMIUM = ["chromium", "chromium-browser", "google-chrome"]
SAMPLE_CSV, SAMPLE_XLSX = (ROOT / f"examples/state-of-the-union.{ending}" for ending in ("csv", "xlsx"))
# What the site says of these tests, in its statement on accessibility, is the file that they are run by.
TESTED = json.loads((ROOT / "crates/wordify-web/src/http/pages/accessibility.json").read_text())
RULES = f"axe.run({{runOnly: {json.dumps(list(TESTED['rules']))}}})"
# Pages before anybody asks for more, pictures left out.
PAGE_BYTES_MAX = 60_000
# Counts what a hand clicks, over all pages of a window.
COUNT_CLICKS = "addEventListener('click', (event) => { if (event.isTrusted) sessionStorage.clicks = 1 + Number(sessionStorage.clicks ?? 0); }, true);"
EVIL = "<script>alert(1)</script>"


class Inbox:
    """Keeps what it is sent."""

    def __init__(self):
        self.mails = []

    async def handle_DATA(self, server, session, envelope):
        self.mails.append((envelope.rcpt_tos, message_from_bytes(envelope.content, policy=policy.default)))
        return "250 OK"


class Visitor:
    """A browser window that notes every error and looks at every page."""

    def __init__(self, browser, site, shots, **options):
        self.context = browser.new_context(accept_downloads=True, **options)
        self.context.add_init_script(COUNT_CLICKS)
        self.context.grant_permissions(["clipboard-read", "clipboard-write"])
        self.page = self.context.new_page()
        self.base, self.shots = f"http://127.0.0.1:{site.port}", shots
        self.scripts = options.get("java_script_enabled", True)
        self.width = options.get("viewport", {}).get("width", 1280)
        self.faults, self.looked = [], []
        self.page.on("console", lambda line: line.type == "error" and self.faults.append(line.text))
        self.page.on("pageerror", lambda error: self.faults.append(str(error)))

    def go(self, path):
        return self.page.goto(self.base + path)

    def path(self):
        return self.page.url.removeprefix(self.base).split("?")[0].split("#")[0]

    def look(self, name):
        """What must hold for every page."""
        self.looked.append(name)
        body = self.page.evaluate("document.documentElement.scrollWidth")
        assert body <= self.width, f"{name}: {body} pixels wide on {self.width}"
        if self.shots:
            self.page.screenshot(path=self.shots / f"{name}-{self.width}.png", full_page=True)
        if self.scripts:
            self.page.evaluate(AXE_SCRIPT)
            for found in self.page.evaluate(RULES)["violations"]:
                self.faults.append(f"{name}: axe {found['id']}: {found['nodes'][0]['html'][:200]}")
        assert not self.faults, f"{name}: {self.faults}"
        cookies = self.context.cookies()
        assert not cookies, f"{name}: {cookies}"

    def clicks(self):
        """Clicks since they were asked for last."""
        return self.page.evaluate("() => { const clicks = Number(sessionStorage.clicks ?? 0); sessionStorage.clicks = 0; return clicks; }")

    def saved(self, selector):
        with self.page.expect_download() as download:
            self.page.click(selector)
        return download.value.suggested_filename, Path(download.value.path()).read_bytes()

    def table(self):
        return self.page.locator("#found tbody tr")

    def wait(self, selector, seconds=120):
        self.page.wait_for_selector(selector, timeout=1000 * seconds)

    def until_rows(self, condition, what):
        until(lambda: condition(self.table().count()), what, 10)


def result_in_full(visitor, site, inbox):
    """A workbook with mail, the server restarted while it runs, then everything that a result offers."""
    page = visitor.page
    visitor.go("/")
    visitor.look("home")
    page.set_input_files("#file", SAMPLE_XLSX)
    page.click("text=Upload and check")
    visitor.wait("#choices")
    visitor.look("check")
    # The wrong column: one press shows that, another one mends it.
    page.select_option("#label", label="text")
    visitor.wait(".note.bad")
    visitor.look("check-wrong-column")
    page.select_option("#label", label="label")
    visitor.wait("#documents-title")
    assert "4,07" in page.inner_text("#documents-title")
    page.fill("#email", "reader@example.org")
    page.click("#choices summary:has-text('Advanced')")
    page.select_option("#preset", "wordify-2021")
    page.fill("#fits", "4000")
    page.click(".start button")
    visitor.wait("#progress")
    visitor.look("progress")
    job = visitor.path()
    until(lambda: "Fit" in page.inner_text("#live-words"), "the fits begin", 60)
    site.stop()
    site.start()
    visitor.wait("#terms")
    assert visitor.path() == job
    # The browser noticed, sooner or later, that the server was away for a moment. Loaded anew, the page is without a fault.
    visitor.faults.clear()
    page.reload()
    visitor.look("results")
    html = site.get(job)[2].decode()
    light = "".join(part.split("</svg>", 1)[-1] for part in html.split("<svg xmlns"))
    assert len(light) < PAGE_BYTES_MAX, f"{len(light)} bytes"
    filter_and_open(visitor)
    downloads(visitor)
    remembered(visitor, site, job)
    until(lambda: inbox.mails, "the mail comes", 60)
    recipients, mail = inbox.mails[0]
    assert recipients == ["reader@example.org"] and job in mail.as_string().replace("=\n", "")
    delete(visitor, site, job)


def filter_and_open(visitor):
    page = visitor.page
    all_rows = visitor.table().count()
    page.fill("#q", "free")
    visitor.until_rows(lambda rows: 0 < rows < all_rows, "the search has narrowed the table") if page.locator(
        "#found tbody a:has-text('free')").count() else None
    page.fill("#q", "")
    visitor.until_rows(lambda rows: rows == all_rows, "the table is whole again")
    page.locator("#threshold").fill(page.get_attribute("#threshold", "max"))
    visitor.until_rows(lambda rows: rows < all_rows, "the threshold has narrowed the table")
    page.locator("#threshold").fill("0.3")
    visitor.until_rows(lambda rows: rows == all_rows, "the threshold is back")
    page.select_option("#docs", "100")
    # The first rows may all be frequent terms; the caption says what is shown.
    page.wait_for_selector("#found caption:has-text('in 100 documents or more')")
    assert "docs=100" in page.url
    page.select_option("#docs", "")
    page.wait_for_selector("#found caption:not(:has-text('documents or more'))")
    page.click("#found thead a:has-text('Term')")
    page.wait_for_selector("#found th[aria-sort=ascending]")
    terms = page.locator("#found tbody th > a").all_inner_texts()
    assert terms == sorted(terms, key=str.lower), terms
    page.click(".tabs a >> nth=1")
    page.wait_for_selector(".tabs a[aria-current] >> text=Republican")
    page.locator("#found tbody th > a").first.click()
    page.wait_for_selector("dialog[open] mark")
    visitor.look("results-term-in-place")
    page.keyboard.press("Escape")
    page.wait_for_selector("dialog", state="detached")
    address = page.locator("#found tbody th > a").first.get_attribute("href")
    result = page.url
    visitor.go(address)
    visitor.look("term")
    every_text(visitor, address)
    page.goto(result)


def every_text(visitor, address):
    """All texts of a term: sorted by what stands before it, as a table, and the keys that lead to the next term and back."""
    page = visitor.page
    page.click("text=/^All .* texts, line by line$/")
    visitor.wait("table.lines mark")
    visitor.look("texts")
    page.select_option("#sort", "left")
    page.wait_for_url("**sort=left*")
    # Letters, since browsers and we order quotes and commas in ways of our own.
    nearest = [cell.split()[-1].lower() for cell in page.locator("td.left").all_inner_texts() if cell.split()]
    nearest = [word for word in nearest if word.isascii() and word.isalpha()]
    assert len(nearest) > 5 and nearest == sorted(nearest), nearest
    name, table = visitor.saved("text=Save all as csv")
    assert name.endswith(".csv") and table.startswith(b"label,row,name,before,term,after"), table[:80]
    visitor.go(address)
    heading = page.inner_text("h1")
    page.keyboard.press("n")
    page.wait_for_function("heading => document.querySelector('h1').innerText !== heading", arg=heading)
    page.wait_for_load_state()
    page.keyboard.press("p")
    page.wait_for_function("heading => document.querySelector('h1').innerText === heading", arg=heading)


def sample_to_texts(visitor):
    """From the first page to the texts behind a term of the sample, and all of them."""
    page = visitor.page
    visitor.go("/")
    picture = page.locator(".real img")
    picture.scroll_into_view_if_needed()
    until(lambda: picture.evaluate("image => image.complete && image.naturalWidth > 0"), "the picture of a result is drawn", 60)
    visitor.look("home-picture")
    visitor.clicks()
    page.click("text=See its result")
    visitor.wait("#result .pictures a")
    page.locator("#result .pictures a").first.click()
    visitor.wait("dialog[open] mark")
    assert visitor.clicks() <= 2, "from the sample to the texts behind a term"
    visitor.look("example-term-in-place")
    page.click("dialog >> text=/^All .* texts, line by line$/")
    visitor.wait("table.lines mark")
    visitor.look("example-texts")
    page.click(".crumbs a >> nth=1")
    visitor.wait("#found tbody a")
    visitor.look("example-label")


def remembered(visitor, site, job):
    """The browser lists a result on the first page where it was asked to, and forgets it."""
    page = visitor.page
    page.click("text=Remember it in this browser")
    visitor.go("/")
    page.click("#mine a")
    assert visitor.path() == job
    page.click("text=Forget it in this browser")
    visitor.go("/")
    assert not page.is_visible("#mine")
    visitor.go(job)


def paste(visitor):
    """Two columns of a spreadsheet, from the clipboard."""
    page = visitor.page
    rows = [f"the food {number} is {'sweet' if number % 2 else 'salty'}\t{'cake' if number % 2 else 'crisps'}" for number in range(40)]
    visitor.go("/")
    page.click("summary:has-text('Or paste texts')")
    page.fill("#cells", "\n".join(rows))
    page.click("text=Check these texts")
    visitor.wait("#choices")
    assert page.inner_text("#documents-title") == "40 documents with 2 labels"
    page.click("text=Delete this upload")
    page.click("text=Delete now")
    page.wait_for_url("**/deleted")


def run_again(visitor):
    """Without a word, on the file that is kept, and then what changed."""
    page = visitor.page
    visitor.go("/")
    visitor.clicks()
    page.set_input_files("#file", {"name": "food.csv", "mimeType": "text/csv", "buffer": qualtrics()})
    page.click("text=Upload and check")
    visitor.wait("#choices")
    assert page.inner_text("#documents-title") == "240 documents with 2 labels", page.inner_text("#documents-title")
    page.select_option("#keep_upload", "hour")
    page.click(".start button")
    visitor.wait("#terms")
    # And one to choose the file.
    assert visitor.clicks() + 1 <= 3, "from a file of one's own to its result"
    first = visitor.path()
    page.locator("#found tbody th > a").first.click()
    visitor.wait("dialog[open]")
    page.click("dialog >> text=Run again without this word")
    visitor.wait("#changed-here")
    assert visitor.clicks() <= 2, "to leave a word out and see what changes"
    assert visitor.path() != first and first.split("/")[-1] not in page.content() + page.url, "the key of the earlier result"
    assert "1 gone" in page.inner_text("#changed-here"), page.inner_text("#changed-here")
    visitor.look("results-again")
    page.click("text=See all that changed")
    assert "1 gone" in page.inner_text("h1") and "Leave out as well" in page.inner_text("main"), page.inner_text("main")
    visitor.look("difference")
    visitor.go(f"{first}/pictures")
    page.wait_for_selector("svg.drawn circle title", state="attached")
    for image in page.locator("img.drawn").all():
        image.scroll_into_view_if_needed()
        until(lambda: image.evaluate("image => image.complete && image.naturalWidth > 0"), "the picture is drawn", 20)
    visitor.look("pictures")
    point = page.locator("svg.drawn circle", has=page.locator("title", has_text="for "))
    term = point.last.text_content().split("\n")[0]
    point.last.click(force=True)
    page.wait_for_selector(f"#found caption:has-text('with “{term}”')")
    visitor.go(first)
    page.click("text=Delete the file only")
    page.wait_for_selector("text=choose your file once more", state="attached")
    assert visitor.path() == first


def several_files(visitor):
    """Two tables chosen at once, and a folder of texts dropped, each as one file."""
    page = visitor.page
    rows = [f"the food {number} is {'sweet' if number % 2 else 'salty'},{'cake' if number % 2 else 'crisps'}" for number in range(80)]
    files = [{"name": f"{name}.csv", "mimeType": "text/csv", "buffer": "\n".join(["text,label", *part]).encode()}
             for name, part in (("may", rows[:40]), ("june", rows[40:]))]
    visitor.go("/")
    page.set_input_files("#file", files)
    page.click("text=Upload and check")
    visitor.wait("#choices")
    assert page.inner_text("#documents-title") == "80 documents with 2 labels"
    assert "june.csv and 1 more" in page.inner_text("main")
    page.click(".start button")
    visitor.wait("#terms")
    page.locator("#found tbody th > a").first.click()
    visitor.wait("dialog[open] mark")
    assert "june.csv, row " in page.inner_text("dialog"), page.inner_text("dialog")
    visitor.go("/")
    # A script cannot make what a hand drops: a folder, as the browser hands it over.
    page.evaluate("""() => {
      const file = (name, text) => ({ isFile: true, name, file: (good) => good(new File([text], name)) });
      const folder = (name, inside) => ({ isFile: false, isDirectory: true, name, createReader: () => {
        const left = [inside, []];
        return { readEntries: (good) => good(left.shift()) };
      } });
      const texts = (name, word) => folder(name, [...Array(30)].map((_, number) => file(`${number}.txt`, `food ${number} is ${word}`)));
      const whole = folder("menu", [texts("cake", "sweet"), texts("crisps", "salty")]);
      const event = new Event("drop", { bubbles: true, cancelable: true });
      event.dataTransfer = { files: [1], items: [{ webkitGetAsEntry: () => whole }] };
      document.querySelector("#upload").dispatchEvent(event);
    }""")
    visitor.wait("#choices")
    assert page.inner_text("#documents-title") == "60 documents with 2 labels"
    assert "menu" in page.inner_text("main")


def many_terms(visitor):
    """Ten thousand terms: the first, then page by page, sorted, searched, with other columns, and copied."""
    page = visitor.page
    visitor.go("/")
    page.set_input_files("#file", {"name": "words.csv", "mimeType": "text/csv", "buffer": ten_thousand_words()})
    page.click("text=Upload and check")
    visitor.wait("#choices")
    page.click("#choices summary:has-text('Advanced')")
    # Every term is listed.
    page.fill("#max_q", "1")
    page.click(".start button")
    visitor.wait("#terms")
    assert visitor.table().count() == 15
    visitor.look("results-many-terms")
    page.click("text=/^Show all .* terms$/")
    visitor.wait("#found caption:has-text('1 to 80 of')")
    page.click("nav.pager >> text=/→$/")
    visitor.wait("#found caption:has-text('81 to 160 of')")
    assert visitor.table().count() == 80
    visitor.look("results-many-terms-page")
    for address in ("?page=1", "?page=60&sort=term", ""):
        start = time.monotonic()
        answer = visitor.context.request.get(f"{visitor.base}{visitor.path()}{address}")
        seconds, light = time.monotonic() - start, "".join(part.split("</svg>", 1)[-1] for part in answer.text().split("<svg xmlns"))
        assert len(light) < PAGE_BYTES_MAX, f"{address}: {len(light)} bytes"
        print(f"         {1000 * seconds:.0f} ms, {len(light)} bytes  many terms{address}")
    page.fill("#q", "word123")
    visitor.until_rows(lambda rows: 0 < rows < 15, "the search has narrowed the table")
    page.fill("#q", "")
    visitor.until_rows(lambda rows: rows == 15, "the table is whole again")
    page.select_option("#columns", "shares")
    page.wait_for_selector("#found td.amount", state="detached")
    page.click("text=Copy this table")
    copied = page.evaluate("navigator.clipboard.read().then(async ([item]) => [await (await item.getType('text/html')).text(), await (await item.getType('text/plain')).text()])")
    assert "Table 1" in copied[0] and "<td" in copied[0] and copied[1].count("\n") == 15 and copied[1].count("\t") == 32, copied


def downloads(visitor):
    name, workbook = visitor.saved("text=Excel workbook")
    sheets = openpyxl.load_workbook(io.BytesIO(workbook), read_only=True)
    assert name == "state-of-the-union.wordify.xlsx" and sheets.sheetnames[:2] == ["Positive", "Negative"], sheets.sheetnames
    head = [cell.value for cell in next(sheets["Positive"].iter_rows(max_row=1))]
    assert head[:3] == ["term", "score", "label"], head
    assert visitor.saved("text=CSV table")[1].count(b"\n") > 20
    visitor.clicks()
    assert visitor.saved("nav >> text=Word")[1].startswith(b"PK")
    assert visitor.clicks() == 1, "from the result to a table for Word"
    name, everything = visitor.saved("nav >> text=All as zip")
    with zipfile.ZipFile(io.BytesIO(everything)) as archive:
        assert archive.testzip() is None and name == "state-of-the-union.wordify.zip"
        assert "figures/heatmap.svg" in archive.namelist() and any("manifest" in file for file in archive.namelist())
    assert visitor.saved("text=Save as SVG >> nth=0")[1].startswith(b"<svg")
    assert visitor.saved("text=Save as PNG >> nth=0")[1].startswith(b"\x89PNG")


def delete(visitor, site, job):
    page = visitor.page
    page.click("text=Delete it now")
    visitor.look("delete")
    page.click("text=Delete now")
    page.wait_for_url("**/deleted")
    visitor.look("deleted")
    assert site.get(job)[0] == 404
    visitor.go(job)
    visitor.faults.clear()  # The status 404 is what we came for.
    assert "no such analysis" in page.inner_text("h1")
    visitor.look("unknown-job")


def qualtrics():
    """A survey as Qualtrics exports it: names, questions and import ids above the answers."""
    rows = ["StartDate,Progress,Q1,Q2", '"Start Date","Progress","What did you think of it?","Which did you eat?"']
    rows.append('"{""ImportId"":""startDate""}","{""ImportId"":""progress""}","{""ImportId"":""QID1_TEXT""}","{""ImportId"":""QID2""}"')
    for number in range(240):
        food, word = ("cake", "sweet") if number % 2 else ("crisps", "salty")
        rows.append(f"2024-05-{number % 28 + 1:02d} 10:00:00,100,the food {number} is {word},{food}")
    return "\n".join(rows).encode()


def hostile_labels():
    """Three labels, one of which would be a script, and terms in several writings."""
    lines = ["note,kind,comment"]
    words = {EVIL: "alpha bright cmd", "=1+1": "omega dark مرحبا", "x" * 10_000: "gamma green 音楽"}
    for number in range(240):
        label = list(words)[number % 3]
        lines.append(f"the house {number % 7} by a road {words[label] if number % 5 else ''} n{number},{label},")
    return "\n".join(lines).encode()


def ten_thousand_words():
    """Ten thousand words, each in about twenty of four thousand texts, and labels that mean nothing."""
    chance = random.Random(1)
    lines = ["text,label"]
    for number in range(4000):
        words = (f"word{place:04d}" for place in chance.sample(range(10_000), 50))
        lines.append(f"{' '.join(words)},{'day' if number % 2 else 'night'}")
    return "\n".join(lines).encode()


def without_scripts(visitor):
    """A csv file with three hostile labels, by forms and links alone."""
    page = visitor.page
    visitor.go("/")
    visitor.look("plain-home")
    page.set_input_files("#file", {"name": "<b>notes.csv", "mimeType": "text/csv", "buffer": hostile_labels()})
    page.click("text=Upload and check")
    visitor.wait("#choices")
    page.select_option("#text", label="note")
    page.select_option("#label", label="kind")
    page.click("text=Read again with these")
    visitor.wait("#documents-title")
    visitor.look("plain-check")
    page.click("#choices summary:has-text('Advanced')")
    page.select_option("#preset", "wordify-2021")
    page.fill("#fits", "60")
    page.click(".start button")
    until(lambda: page.locator("#terms").count() or page.reload() is None, "the result comes", 60)
    visitor.look("plain-results")
    assert EVIL in page.inner_text("#found") and page.locator("#found tbody tr").count() == 3
    page.click("#found tbody a >> nth=0")
    visitor.look("plain-label")
    page.fill("#q", "a")
    page.click(".filters button")
    page.click("#found tbody th > a >> nth=0")
    assert page.locator("mark").count() > 0
    visitor.look("plain-term")
    page.click(".crumbs a >> nth=0")
    page.click("summary:has-text('Change and run again')")
    page.fill("#stop_words_add", "brand")
    page.click("#again button")
    assert page.input_value("input[name=stop_words_add]") == "brand"
    assert page.input_value("input[name=fits]") == "60"


def other_pages(visitor):
    paste(visitor)
    run_again(visitor)
    several_files(visitor)
    sample_to_texts(visitor)
    many_terms(visitor)
    for path in ("privacy", "about", "accessibility", "help", "example", "words", "words/en/wordify"):
        visitor.go(f"/{path}")
        visitor.look(path.replace("words/en/wordify", "word-list"))
    visitor.go("/")
    visitor.page.set_input_files("#file", {"name": "a.xlsx", "mimeType": "x/y", "buffer": b"PK\x03\x04 no workbook"})
    visitor.page.click("text=Upload and check")
    visitor.page.wait_for_selector("#upload-error h3")
    assert len(visitor.page.inner_text("#upload-error")) > 30 and not visitor.page.is_visible("#upload-progress")
    visitor.faults.clear()  # The browser notes the status of the refusal.
    visitor.look("home-refused")


def cancel(visitor):
    page = visitor.page
    visitor.go("/")
    page.click("text=Try the sample")
    visitor.wait("#choices")
    page.click("#choices summary:has-text('Advanced')")
    page.select_option("#preset", "wordify-2021")
    page.fill("#fits", "20000")
    page.click(".start button")
    visitor.wait("#progress")
    page.click("text=Cancel this job")
    until(lambda: "canceled" in page.inner_text("h1"), "it is canceled", 60)
    visitor.look("canceled")


def window(tested):
    """How the browser is opened for a trial of the statement."""
    viewport = {"width": tested["width"], "height": 900 if tested["width"] > 1000 else 800}
    colours = "dark" if tested["is_dark"] else "light"
    return {"viewport": viewport, "color_scheme": colours, "java_script_enabled": tested["has_scripts"]}


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--program", required=True)
    parser.add_argument("--shots", type=Path, help="folder for a picture of every page")
    arguments = parser.parse_args()
    chromium = next(filter(None, map(shutil.which, CHROMIUM)))
    if arguments.shots:
        arguments.shots.mkdir(parents=True, exist_ok=True)
    inbox, port = Inbox(), free_port()
    server = Controller(inbox, hostname="127.0.0.1", port=port)
    server.start()
    mail = f'[mail]\nhost = "127.0.0.1"\nport = {port}\nsecurity = "none"\nfrom = "Wordify <wordify@example.org>"\n'
    start = time.monotonic()
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        site = Site(arguments.program, folder)
        # Mails have links, so they need the site's address.
        site.settings.write_text(f'public_url = "http://127.0.0.1:{site.port}"\n{mail}')
        site.start()
        browser = playwright.chromium.launch(
            executable_path=chromium, args=["--no-sandbox", "--disable-gpu", "--disable-quic"])
        trials = {"result_in_full": lambda visitor: result_in_full(visitor, site, inbox),
                  "without_scripts": without_scripts, "other_pages": other_pages, "cancel": cancel}
        assert list(trials) == [tested["name"] for tested in TESTED["trials"]], "the statement names other trials"
        try:
            for tested in TESTED["trials"]:
                visitor = Visitor(browser, site, arguments.shots, **window(tested))
                trials[tested["name"]](visitor)
                visitor.context.close()
                assert sorted(visitor.looked) == sorted(tested["pages"]), f"looked at {visitor.looked}"
                print(f"{time.monotonic() - start:6.1f} s  {tested['name'].replace('_', ' ')}")
            site.stop()
        finally:
            site.kill()
            browser.close()
            server.stop()


if __name__ == "__main__":
    main()
