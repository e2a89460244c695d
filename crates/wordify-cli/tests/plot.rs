//! `wordify plot`, `wordify dictionary` and `wordify measure`: what is made from a result.

mod program;

use program::Folder;

fn with_result() -> Folder {
    let folder = Folder::new();
    folder.run(&["analyze", "pets.csv", "--shuffles", "19", "--language", "en", "--out", "pets.json"]).ok();
    folder
}

#[test]
fn a_figure_is_written_beside_printed_or_named() {
    let folder = with_result();
    let text = folder.run(&["plot", "pets.json"]).ok().text();
    assert_eq!(text, "pets.dumbbell.svg\n");
    let svg = String::from_utf8(folder.read("pets.dumbbell.svg")).expect("UTF-8");
    assert!(
        svg.starts_with("<svg ") && svg.contains("width=\"85.00mm\"") && svg.contains("meow</text>"),
        "{svg}"
    );
    let printed = folder.run(&["plot", "pets.json", "--out", "-"]).ok();
    assert_eq!(printed.text(), svg);
    folder.run(&["plot", "pets.json", "--kind", "frequency", "--width", "6in", "--out", "a.svg"]).ok();
    assert!(String::from_utf8_lossy(&folder.read("a.svg")).contains("width=\"152.40mm\""));
}

#[test]
fn a_figure_is_written_in_the_format_of_its_ending_or_the_one_that_is_named() {
    let folder = with_result();
    folder.run(&["plot", "pets.json", "--out", "a.pdf"]).ok();
    assert!(folder.read("a.pdf").starts_with(b"%PDF-"));
    folder.run(&["plot", "pets.json", "--out", "A.PNG", "--width", "50mm"]).ok();
    assert!(folder.read("A.PNG").starts_with(b"\x89PNG\r\n"));
    let text = folder.run(&["plot", "pets.json", "--format", "pdf"]).ok().text();
    assert_eq!(text, "pets.dumbbell.pdf\n");
    assert_eq!(folder.read("pets.dumbbell.pdf"), folder.read("a.pdf"));
}

#[test]
fn the_part_set_aside_is_tested_with_an_estimate_first() {
    let folder = Folder::new();
    let options = ["analyze", "pets.csv", "--shuffles", "19", "--language", "en", "--confirm", "0.3"];
    let run = folder.run(&[&options[..], &["--out", "pets.json"]].concat()).ok();
    assert!(run.stderr.contains("testing what was set aside: about "), "{}", run.stderr);
}

#[test]
fn what_is_tried_besides_the_list_says_first_how_long_it_takes_and_last_what_came_of_it() {
    let folder = Folder::new();
    let options = ["analyze", "pets.csv", "--shuffles", "19", "--language", "en", "--out", "pets.json"];
    let run = folder.run(&[&options[..], &["--robust", "--enough", "--generalise"]].concat()).ok();
    for words in [
        "other choices: 15 lists more, about ",
        "fewer documents: 30 lists more, about ",
        "predicting: 5 lists more, about ",
    ] {
        assert!(run.stderr.contains(words), "“{words}” is missing from:\n{}", run.stderr);
    }
    let text = run.text();
    let words = text.split_whitespace().collect::<Vec<_>>().join(" ");
    for sentence in
        ["The list was made again in 15 variants", "With half of your texts", "Balanced accuracy is"]
    {
        assert!(words.contains(sentence), "“{sentence}” is missing from:\n{text}");
    }
    folder.run(&["plot", "pets.json", "--kind", "enough"]).ok();
    assert!(String::from_utf8_lossy(&folder.read("pets.enough.svg")).contains("Terms listed</text>"));
}

#[test]
fn what_cannot_be_drawn_is_refused() {
    let folder = with_result();
    folder.run(&["plot", "pets.json", "--out", "a.gif"]).failed(2, &["End the name in .svg, .pdf or .png"]);
    folder.run(&["plot", "pets.csv"]).failed(3, &["not a report of Wordify as json", "pets.csv, line 1"]);
    folder.run(&["plot", "pets.json", "--width", "wide"]).failed(2, &["such as 85mm"]);
    folder.run(&["plot", "pets.json", "--kind", "enough"]).failed(3, &["no lists of parts", "--enough"]);
    folder.run(&["plot", "pets.json", "--only", "cow"]).failed(2, &["no label “cow”"]);
}

#[test]
fn the_list_is_written_as_a_dictionary_in_the_format_of_the_ending() {
    let folder = with_result();
    assert_eq!(folder.run(&["dictionary", "pets.json"]).ok().text(), "pets.dictionary.dic\n");
    let dic = String::from_utf8(folder.read("pets.dictionary.dic")).expect("UTF-8");
    assert!(
        dic.starts_with("%\n1\tcat\n2\tdog\n%\n") && dic.contains("meow") && dic.contains("woof"),
        "{dic}"
    );
    folder.run(&["dictionary", "pets.json", "--only", "cat", "--out", "cat.yml"]).ok();
    let yaml = String::from_utf8(folder.read("cat.yml")).expect("UTF-8");
    assert!(yaml.starts_with("\"cat\":\n  - \"") && !yaml.contains("dog"), "{yaml}");
    let csv = folder.run(&["dictionary", "pets.json", "--format", "csv", "--out", "-"]).ok().text();
    assert!(csv.starts_with("category,entry\ncat,"), "{csv}");
    folder.run(&["dictionary", "pets.json", "--out", "a.txt"]).failed(2, &["End the name in .dic, .yml"]);
    folder
        .run(&["dictionary", "pets.csv"])
        .failed(3, &["not a report of Wordify as json", "pets.csv, line 1"]);
}

#[test]
fn texts_are_measured_by_the_dictionary_of_a_result() {
    let folder = with_result();
    folder.run(&["dictionary", "pets.json", "--out", "pets.dic"]).ok();
    let measure = |more: &[&str]| {
        let given = ["measure", "pets.csv", "--dictionary", "pets.dic", "--language", "en"];
        folder.run(&[&given[..], more].concat())
    };
    let text = measure(&["--out", "measured.csv"]).ok().text();
    assert!(text.contains("category") && text.contains("95% interval"), "{text}");
    assert!(text.ends_with("measured.csv\n"), "{text}");
    let csv = String::from_utf8(folder.read("measured.csv")).expect("UTF-8");
    assert!(csv.starts_with("row,label,words,cat_share,cat_count,dog_share,dog_count\n2,"), "{csv}");
    assert_eq!(csv.lines().count(), 61);
    assert_eq!(measure(&["--out", "-", "--threads", "1"]).ok().text(), csv);
    measure(&["--out", "measured.xlsx"]).failed(2, &["End the name in .csv"]);
    measure(&["--strata", "label"]).failed(2, &["every text is measured by itself", "strata"]);
    folder
        .run(&["measure", "pets.csv", "--dictionary", "pets.csv"])
        .failed(3, &["not a dictionary of the form csv", "line 1"]);
    folder.run(&["measure", "pets.csv", "--dictionary", "a.txt"]).failed(2, &["ends in .dic, .yml"]);
}

#[test]
fn the_interval_of_a_share_stays_between_nothing_and_all() {
    let folder = Folder::new();
    folder.write("love.dic", b"%\n1\tpos\n%\nlove\t1\n");
    folder.write("two.csv", "text,label\nlove love,a\nnothing here,a\nlove it,b\nlove love again,b\n");
    let given = ["measure", "two.csv", "--dictionary", "love.dic", "--language", "en"];
    let text = folder.run(&given).ok().text();
    assert!(text.contains("0.00% to 100.00%"), "{text}");
}
