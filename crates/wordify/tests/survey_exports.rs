//! Exports of survey programs, as csv, tsv and xlsx: their further header rows are no documents, and what they say
//! about the questions is kept.

use rust_xlsxwriter::Workbook;
use wordify::corpus::{self, Columns, DropReason};
use wordify::table::{ReadOptions, Table, read};

type Rows<'a> = &'a [&'a [&'a str]];

fn delimited(rows: Rows<'_>, delimiter: &str) -> Vec<u8> {
    let quoted = |cell: &&str| format!("\"{}\"", cell.replace('"', "\"\""));
    let line = |row: &&[&str]| row.iter().map(quoted).collect::<Vec<_>>().join(delimiter) + "\r\n";
    rows.iter().map(line).collect::<String>().into_bytes()
}

fn workbook(rows: Rows<'_>) -> Vec<u8> {
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet();
    for (row, cells) in (0..).zip(rows) {
        for (column, cell) in (0..).zip(*cells).filter(|(_, cell)| !cell.is_empty()) {
            match cell.parse::<f64>() {
                Ok(number) => sheet.write_number(row, column, number),
                Err(_) => sheet.write_string(row, column, *cell),
            }
            .expect("within the sheet");
        }
    }
    workbook.save_to_buffer().expect("in memory")
}

/// The table in each form that survey programs offer.
fn forms(rows: Rows<'_>) -> [(&'static str, Table); 3] {
    let read = |bytes: &[u8]| read(bytes, &ReadOptions::default()).expect("a valid table");
    [
        ("csv", read(&delimited(rows, ","))),
        ("tsv", read(&delimited(rows, "\t"))),
        ("xlsx", read(&workbook(rows))),
    ]
}

fn names(table: &Table) -> Vec<&str> {
    table.columns.iter().map(|column| column.name.as_str()).collect()
}

const ANSWERS: [&[&str]; 4] = [
    &["2024-05-01", "R_1", "cold food, rude waiter", "bad"],
    &["2024-05-02", "R_2", "lovely place", "good"],
    &["2024-05-03", "R_3", "one hour for soup", "bad"],
    &["2024-05-04", "R_4", "best pancakes", "good"],
];

#[test]
fn the_second_and_third_row_of_qualtrics_are_no_documents() {
    let ids: &[&str] = &[
        r#"{"ImportId":"startDate","timeZone":"America/Denver"}"#,
        r#"{"ImportId":"_recordId"}"#,
        r#"{"ImportId":"QID1_TEXT"}"#,
        r#"{"ImportId":"QID2"}"#,
    ];
    let mut rows: Vec<&[&str]> = vec![
        &["StartDate", "ResponseId", "Q1", "Q2"],
        &["Start Date", "Response ID", "What did you like\nabout the shop?", "Which shop?"],
        ids,
    ];
    rows.extend(ANSWERS);
    for (form, table) in forms(&rows) {
        assert_eq!((table.rows, table.first_row), (4, 4), "{form}");
        assert_eq!(names(&table), ["StartDate", "ResponseId", "Q1", "Q2"], "{form}");
        assert_eq!(table.columns[2].description, "What did you like\nabout the shop?", "{form}");
        let corpus = corpus::build(&table, &Columns::new("Q1", "Q2"), wordify::corpus::Copies::DropExact)
            .expect("two labels");
        assert_eq!(corpus.labels, ["bad", "good"], "{form}");
        assert_eq!(corpus.row_of, [4, 5, 6, 7], "{form}");
        let account = corpus.account;
        assert_eq!((account.rows, account.documents), (6, 4), "{form}");
        assert_eq!(account.dropped_by_reason[&DropReason::HeaderRow], 2, "{form}");
        assert_eq!(account.dropped.iter().map(|row| row.row).collect::<Vec<_>>(), [2, 3], "{form}");
        assert_eq!(account.label_description, "Which shop?", "{form}");
        assert!(
            table.warnings.iter().any(|said| said.contains("Rows 2 to 3") && said.contains("Qualtrics")),
            "{form}"
        );
    }
}

#[test]
fn an_export_of_qualtrics_without_the_row_of_identifiers_is_known_by_its_wording() {
    let mut rows: Vec<&[&str]> = vec![
        &["StartDate", "ResponseId", "Q1", "Q2"],
        &["Start Date", "Response ID", "What did you like?", "Which shop?"],
    ];
    rows.extend(ANSWERS);
    for (form, table) in forms(&rows) {
        assert_eq!((table.rows, table.first_row), (4, 3), "{form}");
        assert_eq!(table.columns[3].description, "Which shop?", "{form}");
    }
}

#[test]
fn embedded_data_of_qualtrics_whose_name_comes_again_below_it_stays_a_header() {
    let mut rows: Vec<&[&str]> = vec![
        &["Finished", "RecordedDate", "Answer", "shop"],
        &["Finished", "Recorded Date", "What?", "shop"],
        &[
            r#"{"ImportId":"finished"}"#,
            r#"{"ImportId":"recordedDate"}"#,
            r#"{"ImportId":"QID1"}"#,
            r#"{"ImportId":"shop"}"#,
        ],
    ];
    rows.extend(ANSWERS);
    for (form, table) in forms(&rows) {
        assert_eq!(names(&table), ["Finished", "RecordedDate", "Answer", "shop"], "{form}");
        assert_eq!(table.rows, 4, "{form}");
    }
}

#[test]
fn the_second_row_of_surveymonkey_names_the_boxes_of_a_question() {
    let rows: Vec<&[&str]> = vec![
        &[
            "Respondent ID",
            "Collector ID",
            "What did you like?",
            "Which of these do you use?",
            "",
            "Your sex",
        ],
        &["", "", "Open-Ended Response", "Bus", "Bicycle", "Response"],
        &["118001", "44", "cold food", "Bus", "", "f"],
        &["118002", "44", "lovely place", "", "Bicycle", "m"],
        &["118003", "44", "one hour for soup", "Bus", "Bicycle", "f"],
    ];
    for (form, table) in forms(&rows) {
        assert_eq!((table.rows, table.first_row), (3, 3), "{form}");
        let expected = [
            "Respondent ID",
            "Collector ID",
            "What did you like?",
            "Which of these do you use?",
            "Bicycle",
            "Your sex",
        ];
        assert_eq!(names(&table), expected, "{form}");
        assert_eq!(table.columns[3].description, "Bus", "{form}");
        let corpus =
            corpus::build(&table, &Columns::new("3", "Your sex"), wordify::corpus::Copies::DropExact)
                .expect("two labels");
        assert_eq!(corpus.labels, ["f", "m"], "{form}");
    }
}

#[test]
fn limesurvey_writes_the_wording_above_the_names() {
    let rows: Vec<&[&str]> = vec![
        &[
            "Response ID",
            "Date submitted",
            "Last page",
            "Start language",
            "What did you like?",
            "Which shop?",
        ],
        &["id", "submitdate", "lastpage", "startlanguage", "Q1", "Q2"],
        &["1", "2024-05-01", "3", "en", "cold food", "A"],
        &["2", "2024-05-02", "3", "en", "lovely place", "B"],
        &["3", "2024-05-03", "3", "en", "soup", "A"],
    ];
    for (form, table) in forms(&rows) {
        assert_eq!(names(&table), ["id", "submitdate", "lastpage", "startlanguage", "Q1", "Q2"], "{form}");
        assert_eq!(table.columns[5].description, "Which shop?", "{form}");
        assert_eq!((table.rows, table.first_row), (3, 3), "{form}");
    }
}

#[test]
fn exports_with_one_header_row_keep_all_their_rows() {
    let long = "Thinking of all the shops that you went to in the last twelve months, ".repeat(5);
    let forms_of_google: &[&str] = &["Timestamp", &long, "Which shop?"];
    let redcap: &[&str] = &["record_id", "redcap_event_name", "shop_complete"];
    let limesurvey: &[&str] = &["Response ID", "Q1. What did you like?", "Q2. Which shop?"];
    for header in [forms_of_google, redcap, limesurvey] {
        let rows: Vec<&[&str]> =
            vec![header, &["1", "cold food", "A"], &["2", "lovely place", "B"], &["3", "soup", "A"]];
        for (form, table) in forms(&rows) {
            assert_eq!(names(&table), header.iter().map(|name| name.trim()).collect::<Vec<_>>(), "{form}");
            assert_eq!((table.rows, table.first_row, table.set_aside.len()), (3, 2, 0), "{form} {header:?}");
            assert_eq!(table.warnings, [""; 0], "{form} {header:?}");
        }
    }
}

#[test]
fn titles_above_the_header_of_a_workbook_are_left_out() {
    let rows: Vec<&[&str]> = vec![
        &["Survey of shops 2024"],
        &["Institute for Marketing"],
        &[],
        &["answer", "shop"],
        &["cold food", "A"],
        &["lovely place", "B"],
        &["soup", "A"],
    ];
    let table = read(&workbook(&rows), &ReadOptions::default()).expect("a valid table");
    assert_eq!(names(&table), ["answer", "shop"]);
    assert_eq!((table.rows, table.first_row), (3, 5));
    assert_eq!(table.set_aside.keys().collect::<Vec<_>>(), [&1, &2]);
    assert!(table.warnings[0].contains("title above the header in row 4"), "{:?}", table.warnings);
    let corpus = corpus::build(&table, &Columns::new("answer", "shop"), wordify::corpus::Copies::DropExact)
        .expect("two labels");
    assert_eq!((corpus.account.rows, corpus.row_of[0]), (5, 5));
}

#[test]
fn a_header_of_one_name_is_no_title() {
    for header in [&["text"][..], &["comments"], &["", "shop"]] {
        let rows: Vec<&[&str]> = vec![header, &["cold food", "A"], &["lovely place", "B"], &["soup", "A"]];
        let table = read(&workbook(&rows), &ReadOptions::default()).expect("a valid table");
        assert_eq!((table.rows, table.first_row, table.set_aside.len()), (3, 2, 0), "{header:?}");
    }
}

#[test]
fn text_above_a_column_of_numbers_may_be_a_second_header_and_is_warned_of() {
    let mut rows: Vec<&[&str]> =
        vec![&["q1", "age", "shop"], &["What did you like?", "Your age in years", "Shop"]];
    let data: [&[&str]; 6] = [
        &["a", "31", "A"],
        &["b", "42", "B"],
        &["c", "19", "A"],
        &["d", "25", "B"],
        &["e", "66", "A"],
        &["f", "", "B"],
    ];
    rows.extend(data);
    for (form, table) in forms(&rows) {
        assert!(
            table.warnings.iter().any(|said| said.contains("--header-row 2")),
            "{form}: {:?}",
            table.warnings
        );
    }
    rows.remove(1);
    for (form, table) in forms(&rows) {
        assert_eq!(table.warnings, [""; 0], "{form}");
    }
}

#[test]
fn the_second_row_of_surveymonkey_is_known_by_its_words_in_any_language() {
    let french: [&[&str]; 2] =
        [&["ID de répondant", "Quel groupe ?", "Pourquoi ?"], &["", "Response", "Open-Ended Response"]];
    let tidied: [&[&str]; 2] =
        [&["Which bus?", "Which group?", "Why?"], &["Night bus", "Response", "Open-Ended Response"]];
    let choices: [&[&str]; 2] = [&["ID", "Welche Gruppe?", "Warum?"], &["", "Response", ""]];
    let answers: [&[&str]; 3] =
        [&["1", "good", "cold food"], &["2", "bad", "lovely place"], &["3", "bad", "soup"]];
    for heading in [french, tidied, choices] {
        let rows: Vec<&[&str]> = heading.into_iter().chain(answers).collect();
        for (form, table) in forms(&rows) {
            assert_eq!((table.rows, table.first_row), (3, 3), "{form} {heading:?}");
            assert_eq!(names(&table), heading[0], "{form}");
        }
    }
    let dialogue: [&[&str]; 4] =
        [&["kind", "words"], &["Response", ""], &["Question", "why?"], &["Response", "because"]];
    for (form, table) in forms(&dialogue) {
        assert_eq!((table.rows, table.first_row), (3, 2), "{form}");
    }
}

#[test]
fn the_wording_of_qualtrics_is_known_in_any_language_and_by_the_identifiers_of_answers() {
    let german: [&[&str]; 2] = [
        &["StartDate", "ResponseId", "Q1", "Q2"],
        &["Startdatum", "Antwort-ID", "Was gefiel?", "Welche Gruppe?"],
    ];
    let tidied: [&[&str]; 2] =
        [&["day", "ResponseId", "Q1", "Q2"], &["Day", "Antwort-ID", "Was gefiel?", "Welche Gruppe?"]];
    for heading in [german, tidied] {
        let rows: Vec<&[&str]> = heading.into_iter().chain(ANSWERS).collect();
        for (form, table) in forms(&rows) {
            assert_eq!((table.rows, table.first_row), (4, 3), "{form} {heading:?}");
            assert_eq!(table.columns[3].description, "Welche Gruppe?", "{form}");
        }
        let rows: Vec<&[&str]> = heading[..1].iter().copied().chain(ANSWERS).collect();
        for (form, table) in forms(&rows) {
            assert_eq!((table.rows, table.first_row), (4, 2), "{form} {heading:?}");
        }
    }
}

#[test]
fn the_second_row_of_sosci_survey_says_what_the_variables_hold() {
    let mut rows: Vec<&[&str]> = vec![
        &["CASE", "SERIAL", "MODE", "STARTED", "A101_01", "A102"],
        &[
            "Interview-Nummer (fortlaufend)",
            "Seriennummer (sofern verwendet)",
            "Interview-Modus",
            "Zeitpunkt zu dem das Interview begonnen hat (Europe/Berlin)",
            "Text: [01]",
            "Gruppe",
        ],
        &["1", "", "interview", "2024-05-01 10:00:00", "cold food", "bad"],
        &["2", "", "interview", "2024-05-01 10:10:00", "lovely place", "good"],
        &["3", "", "interview", "2024-05-01 10:20:00", "soup", "bad"],
    ];
    for (form, table) in forms(&rows) {
        assert_eq!((table.rows, table.first_row), (3, 3), "{form}");
        assert_eq!(table.columns[5].description, "Gruppe", "{form}");
        assert!(table.warnings[0].contains("SoSci Survey"), "{form}: {:?}", table.warnings);
    }
    rows.remove(1);
    for (form, table) in forms(&rows) {
        assert_eq!((table.rows, table.first_row), (3, 2), "{form}");
    }
}

#[test]
fn boxes_to_tick_leave_the_header_a_header() {
    let rows: Vec<&[&str]> = vec![
        &["#", "What did you like?", "Price", "Quality", "Which shop?"],
        &["a1", "cold food", "", "Quality", "North"],
        &["a2", "lovely place", "Price", "", "South"],
        &["a3", "soup", "Price", "Quality", "North"],
    ];
    for (form, table) in forms(&rows) {
        assert_eq!(names(&table), rows[0], "{form}");
        assert_eq!((table.rows, table.first_row), (3, 2), "{form}");
    }
}

#[test]
fn the_header_in_the_middle_of_joined_files_is_no_document() {
    let rows: Vec<&[&str]> = vec![
        &["answer", "shop"],
        &["cold food", "A"],
        &["soup", "B"],
        &["answer", "shop"],
        &["lovely place", "A"],
        &["no seats", "B"],
    ];
    for (form, table) in forms(&rows) {
        let corpus = corpus::build(&table, &Columns::new("answer", "shop"), corpus::Copies::DropExact)
            .expect("two labels");
        let account = corpus.account;
        assert_eq!(
            (corpus.row_of, corpus.labels),
            (vec![2, 3, 5, 6], vec!["A".into(), "B".into()]),
            "{form}"
        );
        assert_eq!((account.rows, account.documents), (5, 4), "{form}");
        assert_eq!(account.dropped_by_reason, [(DropReason::HeaderRow, 1)].into(), "{form}");
        assert!(table.warnings[0].starts_with("Row 4 repeats the header"), "{form}: {:?}", table.warnings);
    }
}

#[test]
fn titles_of_two_cells_above_an_empty_row_are_left_out() {
    let mut rows: Vec<&[&str]> = vec![
        &["Query", "phones"],
        &["Exported", "2024-05-01"],
        &[],
        &["Brand", "Opinion", "Year"],
        &["A", "cold food", "2010"],
        &["B", "soup", "2011"],
        &["A", "lovely place", "2012"],
    ];
    let table = read(&workbook(&rows), &ReadOptions::default()).expect("a valid table");
    assert_eq!((names(&table), table.first_row), (vec!["Brand", "Opinion", "Year"], 5));
    assert_eq!(table.set_aside.keys().collect::<Vec<_>>(), [&1, &2]);
    // A column without a name is no reason to take a row of data for the header.
    rows.splice(..4, [&["Brand", "Opinion"][..], &[]]);
    let table = read(&workbook(&rows), &ReadOptions::default()).expect("a valid table");
    assert_eq!((names(&table), table.first_row), (vec!["Brand", "Opinion", "column 3"], 2));
}

#[test]
fn data_that_are_called_as_columns_often_are_stay_data() {
    for csv in [
        "Word,Cat\nsad,emotion\nlabel,class\nhappy,emotion\ncar,thing\n",
        "Feld,Beschreibung\ntext,message\nabc,xyz\ndef,uvw\n",
        "Frage 1,Frage 2\n,\nja ok,title\nnein,gut\nwohl kaum,so\n",
    ] {
        let table = read(csv.as_bytes(), &ReadOptions::default()).expect("a table");
        let names: Vec<&str> = csv.lines().next().expect("a header").split(',').collect();
        assert_eq!(
            table.columns.iter().map(|column| column.name.as_str()).collect::<Vec<_>>(),
            names,
            "{csv}"
        );
    }
}

#[test]
fn titles_and_names_of_groups_as_wide_as_the_table_are_left_out() {
    let titles: [&[&[&str]]; 4] = [
        &[&["Export", "2024-05-01"], &[]],
        &[&["Author", "Me"], &["Date", "2024-05-01"]],
        &[&["answers", "answers"]],
        &[&["0", "1"]],
    ];
    for title in titles {
        let mut rows = title.to_vec();
        rows.extend([&["text", "label"][..], &["cold food", "A"], &["lovely place", "B"], &["soup", "A"]]);
        for (form, table) in forms(&rows) {
            assert_eq!(names(&table), ["text", "label"], "{form} {title:?}");
            assert_eq!(table.rows, 3, "{form} {title:?}");
        }
    }
}
