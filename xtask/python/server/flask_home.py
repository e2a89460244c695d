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


def found(pattern):
    return html.unescape(re.search(pattern, HOME, re.DOTALL)[1])


FACTS = {
    "ICON": found(r'rel="icon"[^>]* href="([^"]+)"'),
    "STYLE": found(r'rel="stylesheet" href="([^"]+)"'),
    "SCRIPT": found(r'<script src="([^"]+)"'),
    "VERSION": found(r"<p>Wordify (\S+)\. Builds on the method"),
    "CITATION_URL": found(r'Builds on the method of <a href="([^"]+)"'),
    "upload_megabytes": int(found(r"Up to (\d+) MB")),
    "languages": int(found(r"<li>(\d+) languages</li>")),
    "picture_size": [found(rf'picture\.svg"[^>]* {side}="(\d+)"') for side in ("width", "height")],
}

app = Flask(__name__)
app.jinja_env.loader = FunctionLoader(template)


@app.get("/")
def home():
    return render_template("home.html", carried=[], frame=Frame(), **FACTS)
