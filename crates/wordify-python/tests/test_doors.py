"""The same study gives the same bytes from Python, from the command of the wheel and from the program that stands alone."""

import hashlib
import json
import os
import pathlib
import signal
import subprocess
import sys
import urllib.request

import wordify
from conftest import FEW

ROOT = pathlib.Path(__file__).parents[3]
REVIEWS = ROOT / "crates/wordify-cli/tests/corpora/reviews"
FORMATS = ["csv", "json", "jsonl", "html", "xlsx", "manifest"]


def sha256(content):
    return hashlib.sha256(content).hexdigest()


def corpora(folder, pets):
    """Five files in three languages, with the settings for each."""
    rows = "".join(f"{text},{label},owner {row % 12}\n" for row, (text, label) in enumerate(zip(*pets)))
    (folder / "pets.csv").write_text("text,label,owner\n" + rows, encoding="utf-8")
    lines = [json.dumps({"text": text, "label": label}) + "\n" for text, label in zip(*pets)]
    (folder / "pets.jsonl").write_text("".join(lines), encoding="utf-8")
    return [
        (folder / "pets.csv", FEW),
        (folder / "pets.csv", {**FEW, "group": "owner", "max_q": 0.5}),
        (folder / "pets.jsonl", {"language": "en", "preset": "wordify-2021", "fits": 4, "ngrams": (1, 2)}),
        (REVIEWS / "pl.csv", {"shuffles": 19}),
        (REVIEWS / "zh.csv", {"shuffles": 19, "language": "zh", "stop_words_add": ["很"]}),
    ]


def options(settings):
    """Settings as options of the command line."""
    words = []
    for name, value in settings.items():
        value = "-".join(map(str, value)) if name == "ngrams" else value
        words += ["--" + name.replace("_", "-"), ",".join(value) if isinstance(value, list) else str(value)]
    return words


def test_a_file_gives_the_same_bytes_by_every_door(tmp_path, pets, program, command, run):
    for path, settings in corpora(tmp_path, pets):
        result = wordify.analyze_file(path, **settings)
        for format in FORMATS:
            expected = run(program, "analyze", path, "--out", "-", "--format", format, *options(settings))
            assert sha256(result.to_bytes(format)) == sha256(expected), (path.name, format)
        by_wheel = run(command, "analyze", path, "--out", "-", "--format", "json", *options(settings))
        assert sha256(by_wheel) == sha256(result.to_bytes("json")), path.name


def test_texts_in_memory_give_the_bytes_of_the_same_table_in_json_lines(pets, program, run):
    texts, labels = pets
    texts = ["with a \"quote\", a comma and ünïcode — 天气", "two\nlines", *texts[2:]]
    lines = "".join(json.dumps({"text": t, "label": l}, ensure_ascii=False, separators=(",", ":")) + "\n" for t, l in zip(texts, labels))
    result = wordify.analyze(texts, labels, **FEW)
    for format in FORMATS:
        arguments = [program, "analyze", "-", "--out", "-", "--format", format, *options(FEW)]
        assert sha256(run(*arguments, input=lines.encode())) == sha256(result.to_bytes(format)), format


def test_the_command_of_the_wheel_has_the_exit_codes_and_words_of_the_program(tmp_path, program, command):
    # Nobody has clicked on anything.
    environment = {name: value for name, value in os.environ.items() if name not in ("DISPLAY", "WAYLAND_DISPLAY")}
    for arguments in (["--version"], ["analyze", "none.csv"], ["analyze", "--fits", "many", "a.csv"], []):
        by_program, by_wheel = (
            subprocess.run([name, *arguments], capture_output=True, cwd=tmp_path, stdin=subprocess.DEVNULL, timeout=60, env=environment)
            for name in (program, command)
        )
        assert by_wheel.returncode == by_program.returncode, arguments
        assert (by_wheel.stdout, by_wheel.stderr) == (by_program.stdout, by_program.stderr)


def test_the_command_of_the_wheel_serves_and_its_workers_analyse(tmp_path, command, pets):
    arguments = [command, "serve", "--bind", "127.0.0.1:0", "--data", tmp_path / "data"]
    log = tmp_path / "log"
    with log.open("w") as errors:
        site = subprocess.Popen(arguments, stdout=subprocess.PIPE, stderr=errors, text=True)
    try:
        line = site.stdout.readline()
        assert line.startswith("Wordify is at "), log.read_text()
        address = line.split()[-1]
        rows = "".join(f"{text},{label}\n" for text, label in zip(*pets))
        parts = [("file", "text,label\n" + rows), ("language", "en"), ("shuffles", "19")]
        body = "".join(
            f'--x\r\nContent-Disposition: form-data; name="{name}"' + ('; filename="pets.csv"' if name == "file" else "") + f"\r\n\r\n{value}\r\n"
            for name, value in parts
        )
        headers = {"Content-Type": "multipart/form-data; boundary=x"}
        request = urllib.request.Request(f"{address}/api/v1/jobs", (body + "--x--\r\n").encode(), headers)
        links = json.load(urllib.request.urlopen(request, timeout=60))["links"]
        # The stream of events ends with the job.
        urllib.request.urlopen(address + links["events"], timeout=120).read()
        job = json.load(urllib.request.urlopen(address + links["self"], timeout=60))
        assert job["state"] == "succeeded", f"{job} {log.read_text()}"
        csv = urllib.request.urlopen(address + job["links"]["result"]["csv"], timeout=60).read()
        assert b"meow" in csv
    finally:
        site.send_signal(signal.SIGINT)
        site.wait(60)


def test_the_module_is_imported_in_less_than_100_ms():
    code = "import sys, time; start = time.process_time(); import wordify; print(time.process_time() - start); assert \"numpy\" not in sys.modules"
    times = [float(subprocess.check_output([sys.executable, "-c", code])) for _ in range(5)]
    assert min(times) < 0.1, times


def test_ctrl_c_ends_an_analysis_and_nothing_goes_on(tmp_path):
    code = """
import sys, threading, wordify
texts = [f"word{n % 97} other{n % 89} more{n % 83} text{n % 79}" for n in range(20000)]
labels = [str(n % 7) for n in range(20000)]
def progress(stage, done, total):
    print(stage, flush=True)
try:
    wordify.analyze(texts, labels, language="en", preset="wordify-2021", fits=5000, progress=progress)
except KeyboardInterrupt:
    print("interrupted", threading.active_count(), flush=True)
"""
    process = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True)
    assert process.stdout.readline().strip() != ""
    process.send_signal(signal.SIGINT)
    rest, _ = process.communicate(timeout=60)
    assert rest.splitlines()[-1] == "interrupted 1"
    assert process.returncode == 0


def test_other_threads_of_python_run_meanwhile(pets):
    import threading

    steps, stop = [0], threading.Event()

    def count():
        while not stop.is_set():
            steps[0] += 1

    thread = threading.Thread(target=count)
    thread.start()
    before = steps[0]
    texts, labels = pets
    wordify.analyze(texts * 5, labels * 5, **FEW)
    after = steps[0]
    stop.set()
    thread.join()
    assert after - before > 1000
