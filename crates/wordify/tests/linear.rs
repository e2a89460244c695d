//! The work on a text grows as its length does, whatever it consists of: no scan starts over at every character.
//!
//! Each text is read at one length and at four times that, and the processor time of this process is compared, which a busy
//! machine hardly changes. All is one test, because tests of a file run beside each other in one process.

use std::fs;
use std::time::{Duration, Instant};

use wordify::ErrorKind;
use wordify::analysis::vectorize;
use wordify::progress::Monitor;
use wordify::settings::{DocumentFrequency, Preset, Settings};
use wordify::text::clean::clean;
use wordify::text::clean::steps::Step;
use wordify::text::language::Language;
use wordify::text::language::stop_words::StopWordSet;
use wordify::text::tokenize::{KeptTokens, tokens};

/// Bytes of the shorter text.
const BYTES: usize = 20_000;
/// How many times as long the other is.
const TIMES: u32 = 4;
/// Growth that passes: linear work grows four times, quadratic sixteen times.
const GROWTH_MAX: u32 = 10;
/// Less time than this is not measured well: the clock of the system ticks a hundred times a second.
const MEASURED_MIN: Duration = Duration::from_millis(30);

/// Texts on which a scan that starts over at every character would take hours.
const MONOTONOUS: [&str; 60] = [
    "<b",
    "<!--",
    "<script>",
    "<script></",
    "&amp",
    "&amp;",
    "&#",
    "\\n",
    "\\",
    "C:\\",
    "_x000D_",
    "\u{ad}\n",
    "<U+",
    ".",
    "a.",
    ". ",
    "@",
    "@ ",
    "a",
    "a ",
    " ",
    "\u{a0}",
    "a\u{a0}",
    "aaa",
    "ab ",
    "ab ac ",
    "ab ab ",
    "<",
    "< >",
    "n't",
    "n'",
    "'",
    "\u{301}",
    "e\u{301}",
    "\u{327}\u{301}",
    "\n",
    "\r \n",
    "é",
    "中",
    "中 ",
    "가",
    "😀",
    "a@",
    "a.a@",
    "1",
    "1 ",
    "1,",
    "+1 ",
    "(",
    "()",
    "([",
    "<a",
    "#",
    "#a",
    "a-",
    "-\n",
    "http://",
    "a.com/",
    "👍🏽",
    "🇩",
];

/// Texts for the rules of single languages and scripts.
const OF_LANGUAGES: [(&str, &str); 32] = [
    ("en", "&amp;amp;"),
    ("en", "\\u00e9"),
    ("en", "\"\""),
    ("en", "\u{200d}"),
    ("fa", "\u{200c}"),
    ("hi", "क\u{94d}\u{200d}"),
    ("multi", "ง"),
    ("multi", "ภาษา"),
    ("multi", "ខ្មែរ "),
    ("ja", "ｱ"),
    ("zh", "Ａ"),
    ("en", "ﬁ"),
    ("fa", "٠"),
    ("fa", "ي"),
    ("he", "ש\""),
    ("de", "in"),
    ("de", "Student*innen"),
    ("de", "n*in:"),
    ("fr", "l'"),
    ("fr", "oeu"),
    ("de", "ae"),
    ("de", "Strasse"),
    ("de", "SS"),
    ("el", "ΑΪ"),
    ("el", "ΑΝΑ "),
    ("el", "ίς"),
    ("tr", "Ankara'da"),
    ("es", "dárselo"),
    ("pt", "-lo"),
    ("zh", "臺"),
    ("ja", "すー"),
    ("en", "w-"),
];

/// Languages by whose rules all texts are read, one after the other.
const LANGUAGES: [&str; 7] = ["en", "multi", "de", "el", "fr", "zh", "pt"];

/// Processor time of this process so far; time on the clock where the system does not say.
fn processor_time(start: Instant) -> Duration {
    let ticks = || -> Option<u64> {
        let stat = fs::read_to_string("/proc/self/stat").ok()?;
        // The name of the program, in brackets, may hold spaces; user and system time are the 14th and 15th value.
        let values: Vec<&str> = stat.rsplit_once(')')?.1.split_whitespace().collect();
        Some(values.get(11)?.parse::<u64>().ok()? + values.get(12)?.parse::<u64>().ok()?)
    };
    ticks().map_or_else(|| start.elapsed(), |ticks| Duration::from_millis(10 * ticks))
}

/// Whether the work on a text of `pattern` grows as its length.
fn check(what: &str, pattern: &str, work: impl Fn(&str)) {
    let start = Instant::now();
    let cost = |times: u32| {
        let text = pattern.repeat(BYTES * times as usize / pattern.len());
        let before = processor_time(start);
        work(&text);
        processor_time(start) - before
    };
    let (short, long) = (cost(1), cost(TIMES));
    let limit = GROWTH_MAX * short.max(MEASURED_MIN);
    assert!(
        long <= limit,
        "{what} of {pattern:?}: {short:?} for {BYTES} bytes, {long:?} for {TIMES} times as many"
    );
}

fn terms(code: &str, text: &str) {
    let settings = Settings {
        language: Language::from_code(code).expect("a language"),
        kept_tokens: KeptTokens { emojis: true, hashtags: true },
        min_df: DocumentFrequency::Count(1),
        max_df: DocumentFrequency::Share(1.0),
        ..Settings::default()
    };
    match vectorize(&[text.to_owned()], &settings, 1, &Monitor::silent()) {
        Ok(found) => assert!(found.terms.len() <= 3 * text.len()),
        Err(error) => assert_eq!(error.kind(), ErrorKind::Corpus, "no word is left, {error}"),
    }
}

#[test]
fn the_work_on_monotonous_texts_grows_as_their_length() {
    let published = [
        (Preset::Wordify2021, Language::English),
        (Preset::Wordify2022, Language::English),
        (Preset::Wordify2022, Language::Chinese),
        (Preset::Wordify2022, Language::Multi),
    ];
    for pattern in MONOTONOUS {
        for (preset, language) in published {
            check(preset.name(), pattern, |text| {
                let cleaned = clean(text, preset.recipe().cleaning, language, &StopWordSet::default());
                assert!(tokens(&cleaned).count() <= text.len());
            });
        }
        for step in Step::ALL {
            // A placeholder is longer than what it replaces, by a bounded factor.
            check(step.name(), pattern, |text| {
                assert!(step.apply(text).len() <= 20 * text.len(), "{}", step.name());
            });
        }
    }
    let of_all = MONOTONOUS.into_iter().zip(LANGUAGES.into_iter().cycle());
    for (code, pattern) in of_all.map(|(pattern, code)| (code, pattern)).chain(OF_LANGUAGES) {
        check(code, pattern, |text| terms(code, text));
    }
}
