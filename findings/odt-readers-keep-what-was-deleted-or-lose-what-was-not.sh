#!/usr/bin/env bash
# Two ways to get the words of an OpenDocument text (LibreOffice, Google Docs) have different ones. odfpy's extractText() has what was deleted while changes were
# tracked, with the name and the date of the person who deleted it, and comments glued to the words before them. odfdo's text loses doubled spaces with their neighbours' gap, so that
# two words become one, and the words below small readings (ruby, as in Japanese texts). So "good" comes with the "terrible" that its author took back.
# Guess beforehand: both give the text that the writer sees, perhaps with notes. Seen: "terrible" in one, "good.Then" in the other.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check odfpy==1.4.1 odfdo==3.27.3
cd "$folder"
venv/bin/python - <<'PYTHON'
from importlib.metadata import version
import zipfile

from odf import opendocument, teletype
import odfdo

NAMES = " ".join(f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{short}:1.0"' for short in ["office", "text"])
content = f"""<?xml version="1.0" encoding="UTF-8"?>
<office:document-content {NAMES} xmlns:dc="http://purl.org/dc/elements/1.1/" office:version="1.2"><office:body><office:text><text:tracked-changes>
<text:changed-region text:id="c1"><text:deletion><office:change-info><dc:creator>Ann</dc:creator><dc:date>2020-01-01T00:00:00</dc:date></office:change-info>
<text:p>terrible</text:p></text:deletion></text:changed-region></text:tracked-changes>
<text:p>The food was <text:change text:change-id="c1"/>good.<text:s text:c="2"/>Then tea<office:annotation><dc:creator>Bob</dc:creator><text:p>really?</text:p></office:annotation>.</text:p>
<text:p>In <text:ruby><text:ruby-base>東京</text:ruby-base><text:ruby-text>とうきょう</text:ruby-text></text:ruby>.</text:p>
</office:text></office:body></office:document-content>"""
manifest = """<?xml version="1.0"?><m:manifest xmlns:m="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0" m:version="1.2">
<m:file-entry m:full-path="/" m:media-type="application/vnd.oasis.opendocument.text"/><m:file-entry m:full-path="content.xml" m:media-type="text/xml"/></m:manifest>"""
with zipfile.ZipFile("review.odt", "w") as archive:
    archive.writestr("mimetype", "application/vnd.oasis.opendocument.text")
    archive.writestr("META-INF/manifest.xml", manifest)
    archive.writestr("content.xml", content)
first = teletype.extractText(opendocument.load("review.odt").text)
second = odfdo.Document("review.odt").get_formatted_text()
print("odfpy", version("odfpy"), repr(first))
print("odfdo", version("odfdo"), repr(second))
assert "terrible" in first and "Ann" in first and "teaBobreally?" in first and "good.  Then" in first, first
assert "terrible" not in second and "good.Then" in second and "東京" not in second and "東京" in first, second
print("as described")
PYTHON
