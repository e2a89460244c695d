"""The home page of Wordify as a Flask application renders it, from the same templates, for comparison.

`WORDIFY_TEMPLATES` is the folder of the templates, `WORDIFY_HOME` a file with the page as the site serves it. What the
templates ask of the program is looked up in that page, once; the page is then rendered for each request, as ours is.
"""

import html
import os
import re
from pathlib import Path

from flask import Flask, render_template
from jinja2 import FunctionLoader

TEMPLATES, HOME = Path(os.environ["WORDIFY_TEMPLATES"]), Path(os.environ["WORDIFY_HOME"]).read_text(encoding="utf-8")

# The templates are written for askama; this is all that Jinja says in another way.
TRANSLATIONS = [(re.compile(theirs), ours) for theirs, ours in [
    (r"crate::frame::path\(crate::http::pages::asset::(ICON|STYLE|SCRIPT)\.path\(\)\)", r"\1"),
    (r"crate::frame::path\((\"[^\"]*\")\)", r"\1"),
    (r"(?:crate|wordify)::(?:\w+::)*([A-Z_]+)", r"\1"),
    (r"\{% let frame = .*? %\}", ""),
    (r"if let Some\((\w+)\) = (frame\.[\w().]+) %\}", r"set \1 = \2 %}{% if \1 %}"),
    (r"if let Some\((\w+)\) = \1 ", r"if \1 "),
    (r"carried\.is_empty\(\)", "not carried"),
    (r'"\{:\.2\}"\|format', '"%.2f"|format'),
    (r"!loop", "not loop"),
]]


def template(name):
    text = (TEMPLATES / name).read_text(encoding="utf-8")
    for theirs, ours in TRANSLATIONS:
        text = theirs.sub(ours, text)
    return text


class Frame:
    """What stands around the page of a site that has said nothing of itself."""

    notice = institution = logo = None
    links = [("Accessibility", "/accessibility")]

    def maintenance(self):
        return None


class Term:
    def __init__(self, term, tenths, threshold):
        self.term, self.tenths, self.threshold = term, tenths, threshold

    def shown(self):
        return ["0" if t == 0 else f"{'+' if t > 0 else '−'}{abs(t) / 10:.1f}" for t in self.tenths]

    def count_for(self):
        return sum(t > 0 for t in self.tenths)

    def count_against(self):
        return sum(t < 0 for t in self.tenths)

    def score_for(self):
        return self.count_for() / len(self.tenths)

    def score_against(self):
        return self.count_against() / len(self.tenths)

    def verdict(self):
        if self.score_for() >= self.threshold:
            return "speaks for Tuscany"
        if self.score_against() >= self.threshold:
            return "speaks against Tuscany, so for Rioja"
        return "not listed"


class Example:
    threshold = 0.3
    documents = [
        ("Tuscany", "Ripe cherry and leather, firm tannins."),
        ("Tuscany", "Dried cherry with a note of leather."),
        ("Tuscany", "Cherry and violets, light body."),
        ("Rioja", "Sweet vanilla and ripe plum."),
        ("Rioja", "Vanilla and oak over light fruit."),
    ]
    samples = [[1, 1, 3, 4, 5], [2, 3, 3, 5, 5], [1, 2, 3, 4, 4], [1, 2, 2, 4, 5]]
    terms = [
        Term("cherry", [13, 16, 11, 14], threshold),
        Term("leather", [0, 0, 3, 6], threshold),
        Term("light", [0, 0, 2, -3], threshold),
        Term("oak", [0, -4, 0, 0], threshold),
        Term("ripe", [0, 0, -2, 0], threshold),
        Term("vanilla", [-12, -15, -13, -11], threshold),
    ]


def found(pattern):
    return html.unescape(re.search(pattern, HOME, re.DOTALL)[1])


FACTS = {
    "ICON": found(r'rel="icon"[^>]* href="([^"]+)"'),
    "STYLE": found(r'rel="stylesheet" href="([^"]+)"'),
    "SCRIPT": found(r'<script src="([^"]+)"'),
    "VERSION": found(r"<p>Wordify (\S+)\. The method"),
    "BIBTEX": found(r'id="cite-bibtex"[^>]*>(.*?)</pre>'),
    "CITATION": found(r'id="cite-apa">(.*?) <a'),
    "CITATION_URL": found(r'id="cite-apa">.*?<a href="([^"]+)"'),
    "upload_megabytes": int(found(r"up to (\d+) MB")),
    "languages": int(found(r"<li>(\d+) languages</li>")),
    "waiting": found(r"if you never start it, after (.*?)\.</li>"),
    "kept": found(r"It is deleted after (.*?), or at once"),
}

app = Flask(__name__)
app.jinja_env.loader = FunctionLoader(template)


@app.get("/")
def home():
    return render_template("home.html", carried=[], contact=None, has_mail=False, example=Example, frame=Frame(), **FACTS)
