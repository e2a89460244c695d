//! Figures: well-formed, of the size that was asked for, with every term as text, the same in grey.

use wordify::progress::Monitor;
use wordify::report::figure::{Chart, Format, Outcome, Request, file};
use wordify::report::json;
use wordify::settings::{Lemmas, Settings};
use wordify::study::{Study, run};

/// A result with so many labels; terms in several scripts.
fn result(labels: usize, study: &Study) -> Outcome {
    let own = ["oak & <ash>", "拍照效果", "Straße", "дом", "كتاب", "ⵣ", "çok", "नमस्ते"];
    result_of(&own, labels, study)
}

/// A result with so many labels, each with one of the words as its own.
fn result_of(own: &[&str], labels: usize, study: &Study) -> Outcome {
    let word = |number: usize| match number {
        0 => "oak".to_owned(),
        _ => own.get(number).map_or_else(|| format!("word{number}"), |&word| word.to_owned()),
    };
    let rows: String = (0..80 * labels)
        .map(|i| {
            let label = i % labels;
            let first = if (i / labels) % 5 < 3 { word(label) } else { "plain".to_owned() };
            let second = if i % 7 == 0 { word((label + 1) % labels) } else { "usual".to_owned() };
            format!("{first} {second} filler{} number{i},Label & {label}\n", i % 11)
        })
        .collect();
    let bytes = format!("text,label\n{rows}").into_bytes();
    let report = run(bytes, Some("a & b.csv"), study, 2, &Monitor::silent()).expect("a report");
    Outcome::from_json(&json(&report).expect("json")).expect("a report")
}

fn study() -> Study {
    let settings = Settings { lemmas: Lemmas::Off, shuffles: Some(19), max_q: 0.5, ..Settings::default() };
    Study { settings, ..Study::default() }
}

fn draw(outcome: &Outcome, kind: Chart, width: f64, only: &[&str]) -> Result<String, wordify::Error> {
    let svg = write(outcome, Format::Svg, kind, width, only)?;
    Ok(String::from_utf8(svg).expect("UTF-8"))
}

fn write(
    outcome: &Outcome,
    format: Format,
    kind: Chart,
    width: f64,
    only: &[&str],
) -> Result<Vec<u8>, wordify::Error> {
    let only = only.iter().map(|&label| label.to_owned()).collect();
    file(outcome, &Request::new(kind, width, None, only)?, format)
}

/// All elements and their attributes, by an XML reader that is not ours.
fn elements(svg: &str) -> Vec<(String, Vec<(String, String)>)> {
    let mut reader = quick_xml::Reader::from_str(svg);
    let mut found = Vec::new();
    loop {
        match reader.read_event().expect("well-formed") {
            quick_xml::events::Event::Eof => return found,
            quick_xml::events::Event::Start(tag) | quick_xml::events::Event::Empty(tag) => {
                let name = tag.name().as_ref().to_owned();
                let attributes = tag.attributes().map(|attribute| {
                    let attribute = attribute.expect("an attribute");
                    let key = attribute.key.as_ref().to_owned();
                    (key, attribute.value.into_owned())
                });
                found.push((name, attributes.collect()));
            }
            _ => (),
        }
    }
}

fn number(attributes: &[(String, String)], name: &str) -> Option<f64> {
    attributes.iter().find(|(key, _)| key == name)?.1.trim_end_matches("mm").parse().ok()
}

#[test]
fn every_figure_is_well_formed_of_its_width_and_nothing_leaves_it() {
    let mut study = study();
    // One of the figures is of parts of the documents.
    study.settings.enough = true;
    let two = result(2, &study);
    let many = result(8, &study);
    for width in [50.0, 85.0, 170.0] {
        for kind in Chart::ALL {
            for (outcome, only) in [(&two, None), (&many, Some("Label & 3"))] {
                let svg = draw(outcome, kind, width, only.as_slice()).expect("a figure");
                let elements = elements(&svg);
                let (_, frame) = &elements[0];
                assert_eq!(number(frame, "width"), Some(width));
                let view: Vec<f64> = frame
                    .iter()
                    .find(|(key, _)| key == "viewBox")
                    .map(|(_, view)| view.split(' ').map(|part| part.parse().expect("a number")).collect())
                    .expect("a view");
                for (name, attributes) in &elements[1..] {
                    for (key, most) in [("x", view[2]), ("cx", view[2]), ("y", view[3]), ("cy", view[3])] {
                        if let Some(at) = number(attributes, key) {
                            assert!(
                                (-0.01..=most + 0.01).contains(&at),
                                "{name} {key}={at} of {most}: {kind:?} {width}"
                            );
                        }
                    }
                    if name == "text" {
                        assert!(
                            number(attributes, "font-size").is_some_and(|size| size >= 6.5),
                            "{attributes:?}"
                        );
                    }
                }
            }
        }
    }
}

#[test]
fn terms_and_labels_are_text_in_any_script_and_harmless() {
    let many = result(8, &study());
    for kind in [Chart::Dumbbell, Chart::Heatmap] {
        let svg = draw(&many, kind, 170.0, &[]).expect("a figure");
        for text in ["拍照效果", "traße", "дом", "كتاب", "नमस्ते", "Label &amp; 3"] {
            assert!(svg.contains(text), "{text} is missing from {kind:?}");
        }
        assert!(svg.contains("a &amp; b.csv") && !svg.contains("Label & "));
    }
}

#[test]
fn a_heat_map_has_the_share_of_every_label_and_equal_greys_for_equal_shares() {
    let svg = draw(&result(2, &study()), Chart::Heatmap, 85.0, &[]).expect("a figure");
    // Six in ten documents of the first label have its word; and one in seven of those of the other has it as the second word.
    assert!(svg.contains(">60</text>"), "{svg}");
    // Colours are of one ink: the channels rise together, so that grey keeps the order.
    let mut shades: Vec<[u8; 3]> = elements(&svg)
        .iter()
        .filter(|(name, _)| name == "rect")
        .filter_map(|(_, attributes)| attributes.iter().find(|(key, _)| key == "fill"))
        .filter_map(|(_, fill)| {
            let channel = |at: usize| u8::from_str_radix(fill.get(at..at + 2)?, 16).ok();
            Some([channel(1)?, channel(3)?, channel(5)?])
        })
        .collect();
    shades.sort_unstable();
    shades.dedup();
    assert!(
        shades.len() > 2 && shades.windows(2).all(|pair| pair[0].iter().zip(pair[1]).all(|(a, b)| *a <= b))
    );
}

#[test]
fn what_a_figure_cannot_show_is_refused_with_what_to_do() {
    let many = result(8, &study());
    let refusal = |kind, width, only: &[&str]| draw(&many, kind, width, only).expect_err("refused");
    let error = refusal(Chart::Frequency, 85.0, &[]);
    assert!(
        error.remedy_text().is_some_and(|remedy| remedy.contains("--only") && remedy.contains("“Label & 0”"))
    );
    let error = refusal(Chart::Dumbbell, 3.0, &[]);
    assert_eq!(error.place(), Some("width"));
    let error = refusal(Chart::Dumbbell, 85.0, &["Label & 9"]);
    assert!(error.message().contains("no label “Label & 9”"), "{error}");
    let published =
        Settings { preset: wordify::settings::Preset::Wordify2021, fits: Some(20), ..Settings::default() };
    let published = result(3, &Study { settings: published, ..Study::default() });
    assert!(draw(&published, Chart::Dumbbell, 85.0, &[]).is_ok());
    for kind in [Chart::Stability, Chart::Heatmap] {
        let error = draw(&published, kind, 85.0, &[]).expect_err("no strengths, no counts by label");
        assert!(error.remedy_text().is_some_and(|remedy| remedy.contains("preset wordify")), "{error}");
    }
    let error = Outcome::from_json(b"{}").expect_err("no report");
    assert!(error.remedy_text().is_some());
}

/// Sizes in points of what a PDF says of its page.
fn page_of(pdf: &[u8]) -> Vec<f64> {
    let text = String::from_utf8_lossy(pdf);
    let (_, rest) = text.split_once("/MediaBox [").expect("a page");
    let (numbers, _) = rest.split_once(']').expect("its end");
    numbers.split(' ').map(|number| number.parse().expect("a number")).collect()
}

#[test]
fn pdf_and_png_have_the_size_that_was_asked_for_and_the_same_bytes_again() {
    let mut study = study();
    study.settings.enough = true;
    let words = ["oak & <ash>", "Straße", "дом", "λόγος", "çok"];
    let latin = result_of(&words, 2, &study);
    let svg = draw(&latin, Chart::Heatmap, 85.0, &[]).expect("a figure");
    for kind in Chart::ALL {
        let pdf = write(&latin, Format::Pdf, kind, 85.0, &[]).expect("a figure");
        assert!(pdf.starts_with(b"%PDF-1.") && pdf.ends_with(b"%%EOF"));
        let page = page_of(&pdf);
        assert!((page[2] - 85.0 * 72.0 / 25.4).abs() < 0.001, "{page:?}");
        let png = write(&latin, Format::Png, kind, 85.0, &[]).expect("a figure");
        // 85 mm of 300 dots to the inch.
        assert_eq!(png[16..20], 1004_u32.to_be_bytes());
        let high = (page[3] * 300.0 / 72.0).round() as u32;
        assert_eq!(png[20..24], high.to_be_bytes());
        assert_eq!(write(&latin, Format::Pdf, kind, 85.0, &[]), Ok(pdf));
        assert_eq!(write(&latin, Format::Png, kind, 85.0, &[]), Ok(png));
    }
    assert!(svg.contains("oak"));
}

/// A result that lists one term for each label.
fn listing(terms: &[(String, &str)]) -> Outcome {
    let term = |(label, term): &(String, &str)| {
        format!(
            r#"{{"label":"{label}","term":"{term}","sign":"positive","score":1.0,"documents_in_label":5,
            "share_in_label":0.5,"documents_in_rest":1,"share_in_rest":0.1}}"#
        )
    };
    let labels: Vec<&str> = terms.iter().map(|(label, _)| label.as_str()).collect();
    let json = format!(
        r#"{{"source":{{"file_name":"a.csv"}},"analysis":{{"labels":["{}"],"account":{{"documents_per_label":{:?}}},
        "indicators":[{}]}}}}"#,
        labels.join("\",\""),
        vec![10; terms.len()],
        terms.iter().map(term).collect::<Vec<_>>().join(",")
    );
    Outcome::from_json(json.as_bytes()).expect("a report")
}

#[test]
fn scripts_without_a_font_are_refused_but_for_svg_and_only_where_they_are_drawn() {
    let two = listing(&[("a".to_owned(), "oak"), ("b".to_owned(), "拍照效果")]);
    for format in [Format::Pdf, Format::Png] {
        let error = write(&two, format, Chart::Dumbbell, 85.0, &[]).expect_err("no letters for Chinese");
        assert!(error.message().contains("拍照效果"), "{error}");
        assert!(error.remedy_text().is_some_and(|remedy| remedy.contains("SVG")), "{error}");
        assert!(write(&two, format, Chart::Dumbbell, 85.0, &["a"]).is_ok());
    }
    assert!(draw(&two, Chart::Dumbbell, 85.0, &[]).is_ok());
}

#[test]
fn a_figure_higher_than_a_poster_is_refused() {
    // Each of sixty labels has a heading and a term.
    let terms: Vec<(String, &str)> = (0..60).map(|number| (format!("label {number}"), "oak")).collect();
    let outcome = listing(&terms);
    let error = draw(&outcome, Chart::Dumbbell, 85.0, &[]).expect_err("too high");
    assert_eq!(error.place(), Some("terms"), "{error}");
    assert!(error.message().contains("mm high"), "{error}");
    assert!(draw(&outcome, Chart::Dumbbell, 85.0, &["label 7"]).is_ok());
}
