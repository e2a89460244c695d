#!/usr/bin/env bash
# limepy makes readable tables of the answers that LimeSurvey exports as codes, with the texts of questions and answers from the structure of the survey. A question with two scales (how often, and how good) has a list of answers for
# each, and codes may be the same in both: A1 is "never" in the first and "bad" in the second. limepy puts all answers of a question into one table by code, where the second scale overwrites the first, so that who said "daily" has said "good".
# With strip_tags, which takes HTML out of questions, it keeps what follows the last tag only: "Why did you not answer?" with "not" in bold is "answer?". Nothing is reported.
# Guess beforehand: never and daily for the first scale, and the whole question without tags. Seen: bad and good for both scales, and the end of the question. Codes that differ between the scales are right.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check limepy==0.1.15 pandas==2.2.3 numpy==2.2.6 xmltodict==1.0.4 requests==2.34.2
cd "$folder"
venv/bin/python - <<'PYTHON'
from importlib.metadata import version

import pandas
from limepy.wrangle import Survey


def rows(name: str, *entries: dict) -> str:
    return "<%s><rows>%s</rows></%s>" % (name, "".join("<row>%s<language>en</language></row>" % "".join("<%s>%s</%s>" % (key, value, key) for key, value in entry.items()) for entry in entries), name)


def structure(codes: list[str]) -> str:
    common = dict(gid=1, help="", other="N", mandatory="N")
    scales = [["never", "daily"], ["bad", "good"]]
    return "<document><languages><language>en</language></languages>" + "".join([
        rows("groups", dict(gid=1, group_name="Drinks")),
        rows("questions", dict(qid=11, type="S", title="why", question="<![CDATA[Why did you <b>not</b> answer?]]>", **common),
             dict(qid=12, type="1", title="tea", question="How often, how good?", **common)),
        rows("subquestions", *(dict(qid=20 + number, parent_qid=12, title="SQ%d" % number, question=kind, scale_id=0) for number, kind in ((1, "green"), (2, "black")))),
        rows("answers", *(dict(qid=12, code=codes[2 * scale + place], answer=scales[scale][place], scale_id=scale) for scale in (0, 1) for place in (0, 1))),
    ]) + "</document>"


seen = {}
for codes in (["A1", "A2", "A1", "A2"], ["A1", "A2", "B1", "B2"]):
    answers = pandas.DataFrame({"why": ["no time", "no idea"], "tea[SQ1][0]": codes[:2], "tea[SQ1][1]": codes[:1:-1], "tea[SQ2][0]": codes[:2], "tea[SQ2][1]": codes[2:]})
    table = Survey(answers, structure(codes)).readable_df
    seen[" ".join(codes)] = [table.iloc[:, column].tolist() for column in (1, 2)]
questions = [question["question"] for question in Survey(answers, structure(codes), strip_tags=True).questions.values()]
print("limepy", version("limepy"), "pandas", version("pandas"), "answers of two people, by scale:", seen, "questions without tags:", questions)
assert seen == {"A1 A2 A1 A2": [["bad", "good"], ["good", "bad"]], "A1 A2 B1 B2": [["never", "daily"], ["good", "bad"]]}, seen
assert questions == [" answer?", "How often, how good?"], questions
print("as described")
PYTHON
