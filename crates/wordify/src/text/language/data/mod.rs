//! What is known of each language: one file per language, which holds data only.
//!
//! A language is added by a file here, a line in [`languages`], its lists of stop words in the folders that the file names
//! (they lie by origin, because each has a licence of its own), and its dictionary in the crate `wordify-data`.

mod ar;
mod ast;
mod bg;
mod ca;
mod cs;
mod cy;
mod da;
mod de;
mod el;
mod en;
mod enm;
mod eo;
mod es;
mod et;
mod fa;
mod fi;
mod fr;
mod ga;
mod gd;
mod gl;
mod grc;
mod gv;
mod hbs;
mod he;
mod hi;
mod hu;
mod hy;
mod id;
mod is;
mod it;
mod ja;
mod ka;
mod la;
mod lb;
mod lt;
mod lv;
mod mk;
mod ml;
mod ms;
mod multi;
mod nb;
mod nl;
mod nn;
mod pl;
mod pt;
mod ro;
mod ru;
mod se;
mod sk;
mod sl;
mod sq;
mod sv;
mod sw;
mod tl;
mod tr;
mod uk;
mod zh;

use whatlang::Lang;

use super::habits::Habits;
use super::script::Script;

/// What is known of a language.
#[derive(Debug)]
pub(crate) struct Facts {
    /// ISO 639-1; where there is none, ISO 639-3.
    pub(super) code: &'static str,
    /// In English.
    pub(super) name: &'static str,
    /// Other codes and names in use, in lowercase; also codes of countries, as people write them for languages.
    pub(super) other_names: &'static [&'static str],
    pub(super) scripts: &'static [Script],
    /// What the guess calls it; none where it does not know it.
    pub(super) detected: &'static [Lang],
    /// Letters that texts have for others: of another keyboard, or of an older standard.
    pub(crate) letters: &'static [(char, char)],
    /// Our own stop words, one per line.
    pub(super) wordify: Option<&'static str>,
    /// Stop words of spaCy.
    pub(super) spacy: Option<&'static str>,
    /// Stop words of NLTK.
    pub(super) nltk: Option<&'static str>,
    /// Stop words of Stopwords ISO.
    pub(super) iso: Option<&'static str>,
    /// Corrections of the dictionary: form, lemma and sources, with tabs between.
    pub(crate) corrections: &'static str,
    /// What cuts texts without spaces into words.
    pub(crate) segmentation: Option<Segmentation>,
    /// What it does to its words besides inflection.
    pub(crate) habits: Habits,
}

/// A way to cut texts without spaces.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Segmentation {
    /// As jieba does it.
    Jieba,
    /// As MeCab does it with the dictionary ipadic, which knows dictionary forms.
    Ipadic,
}

impl Facts {
    const NONE: Self = Self {
        code: "",
        name: "",
        other_names: &[],
        scripts: &[],
        detected: &[],
        letters: &[],
        wordify: None,
        spacy: None,
        nltk: None,
        iso: None,
        corrections: "",
        segmentation: None,
        habits: Habits::NONE,
    };
}

/// Makes [`Language`] and the table behind it.
macro_rules! languages {
    ($($variant:ident $code:ident)*) => {
        /// A language that Wordify knows, or none in particular.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum Language {
            $(#[doc = stringify!($variant)] $variant,)*
        }

        impl Language {
            /// All languages, by English name; [`Language::Multi`] last.
            pub const ALL: [Self; [$(stringify!($code)),*].len()] = [$(Self::$variant),*];

            pub(crate) fn facts(self) -> &'static Facts {
                static FACTS: [&Facts; Language::ALL.len()] = [$(&$code::FACTS),*];
                FACTS[self as usize]
            }
        }
    };
}

// The languages that have a dictionary of lemmas, and Chinese and Japanese, which have segmenters.
languages! {
    Albanian sq
    AncientGreek grc
    Arabic ar
    Armenian hy
    Asturian ast
    Bulgarian bg
    Catalan ca
    Chinese zh
    Czech cs
    Danish da
    Dutch nl
    English en
    Esperanto eo
    Estonian et
    Finnish fi
    French fr
    Galician gl
    Georgian ka
    German de
    Greek el
    Hebrew he
    Hindi hi
    Hungarian hu
    Icelandic is
    Indonesian id
    Irish ga
    Italian it
    Japanese ja
    Latin la
    Latvian lv
    Lithuanian lt
    Luxembourgish lb
    Macedonian mk
    Malay ms
    Malayalam ml
    Manx gv
    MiddleEnglish enm
    NorthernSami se
    Norwegian nb
    NorwegianNynorsk nn
    Persian fa
    Polish pl
    Portuguese pt
    Romanian ro
    Russian ru
    ScottishGaelic gd
    SerboCroatian hbs
    Slovak sk
    Slovenian sl
    Spanish es
    Swahili sw
    Swedish sv
    Tagalog tl
    Turkish tr
    Ukrainian uk
    Welsh cy
    Multi multi
}
