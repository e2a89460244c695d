//! One thread's reader: raw texts to the numbers of their tokens, each text once; on demand with where each token stands in the
//! text as it came.

use std::ops::Range;

use rustc_hash::FxHashMap;

use super::draft::{Draft, Traced, Written};
use super::lexicon::{Lexicon, Numbers, number_of};
use super::preparation::{Preparation, Preparing};
use super::reading::Piece;

/// Lemmas that are searched for the one behind a token, where cleaning goes on behind lemmas: it drops few.
const SEARCHED_MAX: usize = 8;

/// Reads texts, and remembers the words that it has looked up.
pub(crate) struct Reader<'a> {
    preparation: &'a Preparation,
    preparing: Preparing<'a>,
    lexicon: Lexicon,
    left: Left,
    /// The tokens that the lemmas of the text under way leave, each with the form of its lemma.
    beside: Vec<(u32, u32)>,
}

/// What cleaning leaves of lemmas that were put into a text.
#[derive(Default)]
struct Left {
    /// The tokens of each lemma, by number.
    tokens_of: FxHashMap<Box<str>, Vec<u32>>,
    numbers: Numbers,
}

impl<'a> Reader<'a> {
    /// A reader of texts: one per thread.
    pub(crate) fn new(preparation: &'a Preparation) -> Self {
        Self {
            preparation,
            preparing: preparation.start(),
            lexicon: Lexicon::new(preparation.stop_words_of_tokens(), preparation.uses_lemmas()),
            left: Left::default(),
            beside: Vec::new(),
        }
    }

    /// What the numbers stand for.
    pub(crate) fn lexicon(&self) -> &Lexicon {
        &self.lexicon
    }

    /// The lexicon alone, when all is read.
    pub(crate) fn into_lexicon(self) -> Lexicon {
        self.lexicon
    }

    /// The number of one token by itself; none for a stop word.
    pub(crate) fn number(&mut self, token: &str, form: &str) -> Option<u32> {
        if self.lexicon.is_stop_word(form) { None } else { self.lexicon.add(token, form) }
    }

    /// Appends the numbers of the tokens of `text`, stop words left out.
    pub(crate) fn read(&mut self, text: &str, numbers: &mut Vec<u32>) {
        self.show::<String>(text, |number, _| numbers.push(number));
    }

    /// The numbers that [`Reader::read`] appends, each with where its token stands in `text`: in bytes, between characters, none
    /// before the one before it.
    pub(crate) fn place(&mut self, text: &str) -> Vec<(u32, Range<usize>)> {
        let mut placed = Vec::new();
        let draft = self.show::<Traced>(text, |number, range| placed.push((number, range)));
        for (_, range) in &mut placed {
            *range = draft.origin(range.clone());
        }
        placed
    }

    /// Shows the numbers of the tokens of `text` to `visit`, stop words left out, each with where it stands in what was made of `text`,
    /// which is returned.
    fn show<'t, W: Written>(
        &mut self,
        text: &'t str,
        mut visit: impl FnMut(u32, Range<usize>),
    ) -> Draft<'t, W> {
        if self.preparation.puts_lemmas_into_texts() {
            return self.show_with_lemmas_inside(text, visit);
        }
        let draft = self.preparing.text(text, &mut |_| {});
        let lexicon = &mut self.lexicon;
        self.preparation.pieces(draft.text(), |piece, range| match piece {
            Piece::Token(token) => {
                if let Some(number) = lexicon.add(&token, &token) {
                    visit(number, range);
                }
            }
            Piece::Word(lemmatizer, word) => lexicon.add_lemmas(lemmatizer, word, |number, place| {
                visit(number, range.start + place.start..range.start + place.end);
            }),
            Piece::Known(form, lemma) => {
                let number = if lexicon.is_stop_word(form) { None } else { lexicon.add(lemma, form) };
                if let Some(number) = number {
                    visit(number, range);
                }
            }
        });
        draft
    }

    /// Where cleaning goes on behind the lemmas, the tokens of the clean text are laid beside the lemmas that were put
    /// into it, to give the form of each. A token without a lemma stands for itself.
    fn show_with_lemmas_inside<'t, W: Written>(
        &mut self,
        text: &'t str,
        mut visit: impl FnMut(u32, Range<usize>),
    ) -> Draft<'t, W> {
        let Self { preparation, preparing, lexicon, left, beside } = self;
        beside.clear();
        let draft = preparing.text(text, &mut |lemma| {
            let form = lexicon.form(&lemma.written);
            beside.extend(left.tokens_of(preparation, &lemma.lemma).iter().map(|&token| (token, form)));
        });
        let mut at = 0;
        preparation.pieces(draft.text(), |piece, range| {
            let token = piece.token();
            let ahead = &beside[at..beside.len().min(at + SEARCHED_MAX)];
            let number = left.numbers.get(token);
            let found = number.and_then(|number| ahead.iter().position(|(beside, _)| beside == number));
            let number = match found {
                Some(found) => {
                    at += found + 1;
                    lexicon.add_written(token, beside[at - 1].1)
                }
                None => lexicon.add(token, token),
            };
            if let Some(number) = number {
                visit(number, range);
            }
        });
        draft
    }
}

impl Left {
    /// The numbers of the tokens of what is left of `lemma`.
    fn tokens_of(&mut self, preparation: &Preparation, lemma: &str) -> &[u32] {
        if !self.tokens_of.contains_key(lemma) {
            let mut tokens = Vec::new();
            preparation.pieces(&preparation.lemma(lemma), |piece, _| {
                tokens.push(number_of(&mut self.numbers, piece.token()));
            });
            self.tokens_of.insert(lemma.into(), tokens);
        }
        self.tokens_of.get(lemma).map_or(&[], Vec::as_slice)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::settings::{Lemmas, Preset, Settings, StopWords};
    use crate::table::{ReadOptions, read};
    use crate::text::clean::steps::{Cleaning, Step};
    use crate::text::language::Language;
    use crate::text::tokenize::KeptTokens;

    fn preparation(settings: &Settings, texts: &[String]) -> Preparation {
        Preparation::new(settings.rules(), texts)
    }

    /// What is read of `text` with its places, after a check that it is what is read without.
    fn placed(reader: &mut Reader<'_>, text: &str) -> Vec<(u32, Range<usize>)> {
        let mut numbers = Vec::new();
        reader.read(text, &mut numbers);
        let placed = reader.place(text);
        assert_eq!(placed.iter().map(|&(number, _)| number).collect::<Vec<_>>(), numbers, "{text:?}");
        let mut before = 0;
        for (number, range) in &placed {
            assert!(
                text.get(range.clone()).is_some_and(|written| !written.is_empty()),
                "{range:?} of {text:?}"
            );
            assert!(before <= range.start, "{number} at {range:?} of {text:?}");
            before = range.start;
        }
        placed
    }

    /// The tokens of `text` with what is written for them, as `token=written`.
    fn written(settings: &Settings, text: &str) -> Vec<String> {
        let texts = [text.to_owned()];
        let preparation = preparation(settings, &texts);
        let mut reader = Reader::new(&preparation);
        let placed = placed(&mut reader, text);
        let lexicon = reader.lexicon();
        let token = |number: u32| lexicon.token_text(lexicon.written()[number as usize].token);
        placed.into_iter().map(|(number, range)| format!("{}={}", token(number), &text[range])).collect()
    }

    fn plain(code: &str) -> Settings {
        let language = Language::from_code(code).expect("a language");
        Settings { language, stop_words: StopWords::None, lemmas: Lemmas::Off, ..Settings::default() }
    }

    fn check(settings: &Settings, text: &str, expected: &[&str]) {
        assert_eq!(written(settings, text), expected, "{text:?}");
    }

    #[test]
    fn a_token_leads_to_what_is_written_whatever_was_changed_on_the_way() {
        check(
            &plain("en"),
            "Caf&eacute; f<b>o</b>ur oﬃce",
            &["café=Caf&eacute;", "four=f<b>o</b>ur", "office=oﬃce"],
        );
        check(
            &plain("en"),
            "the vie\u{302}\u{323}t @me www.a.de end",
            &["the=the", "việt=vie\u{302}\u{323}t", "end=end"],
        );
        check(
            &plain("de"),
            "Die Student*innen, Arbeits\u{ad}\nplatz STRASSE",
            &[
                "die=Die",
                "studentinnen=Student*innen",
                "arbeitsplatz=Arbeits\u{ad}\nplatz",
                "strasse=STRASSE",
            ],
        );
        check(&plain("tr"), "İSTANBUL iyi", &["i\u{307}stanbul=İSTANBUL", "iyi=iyi"]);
        check(&plain("ar"), "مُحَمَّد علی", &["محمد=مُحَمَّد", "علي=علی"]);
        check(&plain("hi"), "हिन्दी #भाषा", &["हिन्दी=हिन्दी", "भाषा=भाषा"]);
        check(&plain("multi"), "ภาษาไทยง่าย", &["ภาษา=ภาษา", "ไทย=ไทย", "ง่าย=ง่าย"]);
        check(&plain("zh"), "臺灣大學ＡＢＣ讀書", &["臺灣大學=臺灣大學", "abc=ＡＢＣ", "讀書=讀書"]);
        let emojis = Settings { kept_tokens: KeptTokens { emojis: true, hashtags: true }, ..plain("en") };
        check(&emojis, "I❤️it #Köln 👍🏽", &["❤=❤", "it=it", "#köln=#Köln", "👍🏽=👍🏽"]);
    }

    #[test]
    fn a_lemma_leads_to_its_word_or_to_its_part_of_a_word() {
        let lemmas = |code| Settings { lemmas: Lemmas::On, ..plain(code) };
        check(
            &lemmas("en"),
            "Wolves don't like well-paying jobs",
            &["wolf=Wolves", "do=don't", "not=don't", "like=like", "well=well", "pay=paying", "job=jobs"],
        );
        check(&lemmas("fr"), "Il voit l’homme", &["lui=Il", "voir=voit", "homme=l’homme"]);
        check(&lemmas("ja"), "ｱﾌﾟﾘを歩いた", &["アプリ=ｱﾌﾟﾘ", "歩く=歩い"]);
    }

    #[test]
    fn the_published_cleanings_and_own_steps_lead_back_too() {
        let of_2022 = |code| Settings { preset: Preset::Wordify2022, ..plain(code) };
        check(
            &of_2022("en"),
            "so very very very good <b>Café</b> goood",
            &["soverygood=so very very very good", "cafe=Café", "god=goood"],
        );
        let steps = |names: &str| names.split(' ').map(|name| Step::find(name).expect("a step")).collect();
        let before = steps("hyphenated-words replace-urls acronyms accents lowercase brackets");
        let cleaning = Cleaning { before, after: steps("punctuation repeated-characters") };
        let own = Settings { cleaning: Some(cleaning), lemmas: Lemmas::On, ..plain("en") };
        check(
            &own,
            "Wolves (no) in the U.S.A. see http://x.org/y: exam-\n ples sooo naïve",
            &[
                "wolf=Wolves",
                "in=in",
                "the=the",
                "usa=U.S.A.",
                "see=see",
                "_url_=http://x.org/y",
                "example=exam-\n ples",
                "soo=sooo",
                "naive=naïve",
            ],
        );
    }

    #[test]
    fn what_is_placed_is_what_is_counted_in_real_texts() {
        let example = include_bytes!("../../../../examples/state-of-the-union.csv");
        let table = read(example, &ReadOptions::default()).expect("a table");
        let texts: Vec<String> =
            table.columns.iter().flat_map(|column| column.cells().map(str::to_owned)).collect();
        for (preset, lemmas) in
            Preset::ALL.into_iter().flat_map(|preset| [(preset, Lemmas::Off), (preset, Lemmas::On)])
        {
            let settings = Settings { preset, lemmas, ..Settings::default() };
            let preparation = preparation(&settings, &texts);
            let mut reader = Reader::new(&preparation);
            for text in texts.iter().step_by(3) {
                for (number, range) in placed(&mut reader, text) {
                    let mut alone = Vec::new();
                    reader.read(&text[range.clone()], &mut alone);
                    let tokens = |numbers: &[u32]| {
                        let written = reader.lexicon().written();
                        numbers.iter().map(|&number| written[number as usize].token).collect::<Vec<_>>()
                    };
                    // A word at the beginning of a text may be another one than inside.
                    let of_word = lemmas == Lemmas::Off && preset == Preset::Wordify;
                    assert!(!of_word || tokens(&alone) == tokens(&[number]), "{:?}", &text[range]);
                }
            }
        }
    }

    const PRESETS_AND_STEPS: [Option<Preset>; 4] =
        [Some(Preset::Wordify), Some(Preset::Wordify2021), Some(Preset::Wordify2022), None];

    proptest! {
        #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn what_is_placed_is_what_is_counted_in_any_text(
            texts in prop::collection::vec(
                "(\\PC{0,6}[ \\n'’#@.<(&*/-]{0,2}(wine|Weine|don't|no no no no|goood|İi|ΟΔΟΣ|ﬃx|e\u{301}|ＡＢｃ|ｱﾌﾟﾘ|हिन्दी|ภาษาไทย|中国|歩いた|臺灣大學|علی|שָׁלוֹם|\
                 👍🏽|❤️|#Köln|@me|www\\.a\\.de|a@b\\.de|u\\.s\\.a\\.|&amp;amp;|&eacute;|_x000D_|\\\\u00e9|\\\\n|<b>|<br/>|<script>x</script>|\"\"|Arbeits\u{ad}\nplatz|\
                 Kund\\*innen|12[.]50|\u{200b}|\u{feff}|ß)?){0,12}",
                3,
            ),
            of in prop::sample::select(PRESETS_AND_STEPS.to_vec()),
            code in prop::sample::select(vec!["en", "de", "fr", "tr", "ar", "fa", "he", "hi", "zh", "ja", "multi"]),
            steps in prop::collection::vec(prop::sample::select(Step::ALL.to_vec()), 0..6),
            (lemmas, keeps) in any::<(bool, bool)>(),
        ) {
            let kept_tokens = KeptTokens { emojis: keeps, hashtags: keeps };
            let lemmas = if lemmas { Lemmas::WhereKnown } else { Lemmas::Off };
            let split = steps.len() / 2;
            let own = || Cleaning { before: steps[..split].to_vec(), after: steps[split..].to_vec() };
            let cleaning = of.is_none().then(own);
            let settings =
                Settings { preset: of.unwrap_or(Preset::Wordify), cleaning, kept_tokens, lemmas, ..plain(code) };
            let preparation = preparation(&settings, &texts);
            let mut reader = Reader::new(&preparation);
            for text in &texts {
                placed(&mut reader, text);
            }
        }
    }
}
