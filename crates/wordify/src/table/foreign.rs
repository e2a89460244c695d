//! Formats that researchers try and that are not read: the name of each, and how to export from the program that writes it.

use super::READABLE;
use crate::error::{Error, ErrorKind};

/// A format that is not read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Foreign {
    /// With its article, such as "a PDF document".
    name: &'static str,
    /// Whole sentences with a blank behind them, or nothing.
    export: &'static str,
}

const SAVE: &str = "";
const TEXTS: &str = "Documents are read from a folder, or a zip archive of one, with a sub-folder of txt, docx or odt files for each label. ";
const SPSS: &str = "In SPSS: File, Save As, type SPSS Statistics (sav). ";
const PYTHON: &str =
    "In pandas: data.to_parquet(\"data.parquet\") or data.to_csv(\"data.csv\", index=False). ";
const ARROW: &str =
    "In R: arrow::write_parquet(data, \"data.parquet\"); in pandas: data.to_parquet(\"data.parquet\"). ";
const ARCHIVE: &str = "Unpack it, and give the table inside. ";
const SPOKEN: &str =
    "Give a table with what was said in one column and the speaker, or another label, in the next. ";
const REFERENCES: &str =
    "From the program for references: export as csv, as Zotero does (Export Collection, format CSV). ";
const QUERY: &str = "Export the table or query as csv or xlsx. ";
const PRINTED: &str =
    "In Python: json.dump(data, file), or pandas.DataFrame(data).to_csv(\"data.csv\", index=False). ";

/// What files begin with.
const BEGINNINGS: [(&[u8], &str, &str); 29] = [
    (
        b"\0\0\0\0\0\0\0\0\0\0\0\0\xc2\xea\x81\x63",
        "a SAS catalog",
        "Give the data set (sas7bdat) that belongs to it. ",
    ),
    (b"PARE", "an encrypted Parquet file", SAVE),
    (b"%PDF", "a PDF document", TEXTS),
    (b"{\\rtf", "an RTF document", TEXTS),
    (b"FEA1", "a Feather file of version 1", ARROW),
    (b"Obj\x01", "an Avro file", PYTHON),
    (b"\x80\x02", "a pickle of Python", PYTHON),
    (b"\x80\x03", "a pickle of Python", PYTHON),
    (b"\x80\x04", "a pickle of Python", PYTHON),
    (b"\x80\x05", "a pickle of Python", PYTHON),
    (b"\x93NUMPY", "an array of numpy", PYTHON),
    (b"\x89HDF", "an HDF5 file", PYTHON),
    (b"MATLAB 5.0", "a MATLAB file", "In MATLAB: writetable(data, \"data.csv\"). "),
    (
        b"SQLite format 3\0",
        "an SQLite database",
        "Export the table or query as csv; from MAXQDA, which keeps projects so, the coded segments as an Excel table. ",
    ),
    (b"\0\x01\0\0Standard Jet", "an Access database", QUERY),
    (b"\0\x01\0\0Standard ACE", "an Access database", QUERY),
    (b"ID;PWXL", "a SYLK file", SAVE),
    (b"ID;PSCALC", "a SYLK file", SAVE),
    (b"TABLE\r\n0,1", "a DIF file", SAVE),
    (b"TABLE\n0,1", "a DIF file", SAVE),
    (b"\x89PNG", "a picture", SAVE),
    (b"\xff\xd8\xff", "a picture", SAVE),
    (b"GIF89a", "a picture", SAVE),
    (b"7z\xbc\xaf\x27\x1c", "a 7z archive", ARCHIVE),
    (b"Rar!", "a RAR archive", ARCHIVE),
    (b"\x7fELF", "a program", SAVE),
    (b"DUCK", "a DuckDB database", QUERY),
    (b"PGDMP", "a dump of PostgreSQL", QUERY),
    (b"WPC", "a WordPerfect document", TEXTS),
];

/// What files of text begin with, behind a byte order mark, in small letters.
const TEXT_BEGINNINGS: [(&str, &str, &str); 17] = [
    ("@relation", "an ARFF file of Weka", "In Weka's Explorer: Save, type CSV. "),
    ("webvtt", "a file of subtitles (WebVTT)", SPOKEN),
    ("@utf8", "a CHAT transcript of TalkBank", SPOKEN),
    (
        "file type = \"ootextfile",
        "a file of Praat",
        "In Praat: Down to Table, then Save as tab-separated file. ",
    ),
    ("ty  - ", "a RIS file of references", REFERENCES),
    ("-- mysql dump", DUMP, QUERY),
    ("-- mariadb dump", DUMP, QUERY),
    ("-- phpmyadmin sql dump", DUMP, QUERY),
    ("--\n-- postgresql database dump", DUMP, QUERY),
    ("/*!40", DUMP, QUERY),
    ("pragma foreign_keys", DUMP, QUERY),
    ("[{'", "a list as Python prints it", PRINTED),
    ("{'", "a dictionary as Python prints it", PRINTED),
    ("@article{", "a BibTeX file of references", REFERENCES),
    ("@inproceedings{", "a BibTeX file of references", REFERENCES),
    (
        "# newdoc",
        "a CoNLL-U file",
        "Give a table with the texts (# text = …) in one column and the label in another. ",
    ),
    (
        "# sent_id",
        "a CoNLL-U file",
        "Give a table with the texts (# text = …) in one column and the label in another. ",
    ),
];

const DUMP: &str = "a dump of a database (SQL)";

/// Endings of the names of files that nothing else tells apart, in small letters.
const ENDINGS: [(&str, &str, &str); 6] = [
    (".nvp", "an NVivo project", "In NVivo: export the dataset, or the results of a query, as Excel. "),
    (".nvpx", "an NVivo project", "In NVivo: export the dataset, or the results of a query, as Excel. "),
    (".hpr7", "an ATLAS.ti project", "In ATLAS.ti: export the quotations as an Excel report. "),
    (".sd7", "a JMP file", SAVE),
    (".jmp", "a JMP data table", "In JMP: File, Export, Text (csv) or Excel. "),
    (".mtw", "a Minitab worksheet", "In Minitab: File, Save Worksheet As, type Excel or csv. "),
];

/// What zip archives that are no workbook hold, in small letters: all of the names.
const ARCHIVES: [(&[&str], &str, &str); 9] = [
    (&["xdata.json", "meta"], "a jamovi file", "In jamovi: menu (three lines), Export, as csv. "),
    (
        &["analyses.json", "metadata.json"],
        "a JASP file",
        "In JASP: menu (three lines), Export Data, as csv. ",
    ),
    (
        &["internal.sqlite", "analyses.json"],
        "a JASP file",
        "In JASP: menu (three lines), Export Data, as csv. ",
    ),
    (
        &["project.qde"],
        "a REFI-QDA project",
        "Export the coded segments as Excel from the program that wrote it. ",
    ),
    (
        &["outputviewer0000000000.xml"],
        "an output of SPSS",
        "Give the data file (sav) instead of the output. ",
    ),
    (&["datamodel", "datamashup"], "a Power BI file", "In Power BI: export the data of a table as xlsx. "),
    (&["mimetype", "meta-inf/container.xml"], "an e-book", TEXTS),
    (&["word/document.xml"], "a Word document", TEXTS),
    (&["ppt/presentation.xml"], "a PowerPoint presentation", SAVE),
];

impl Foreign {
    fn new(name: &'static str, export: &'static str) -> Self {
        Self { name, export }
    }

    /// The error for such a file.
    pub(super) fn error(self) -> Error {
        let message = format!("the file is {}, not a table that Wordify can read", self.name);
        Error::new(ErrorKind::Input, message).remedy(format!("{}{READABLE}", self.export))
    }
}

/// The format that `bytes` are.
pub(super) fn of(bytes: &[u8]) -> Option<Foreign> {
    let known = BEGINNINGS.iter().find(|(start, ..)| bytes.starts_with(start));
    known.map(|&(_, name, export)| Foreign::new(name, export)).or_else(|| inside(bytes))
}

/// The error for bytes that are no text: by the ending of the file's name, where one is known.
pub(super) fn noise(file_name: Option<&str>) -> Error {
    let lower = file_name.unwrap_or_default().to_lowercase();
    let known = ENDINGS.iter().find(|(ending, ..)| lower.ends_with(ending));
    match known {
        Some(&(_, name, export)) => Foreign::new(name, export).error(),
        None => {
            Error::new(ErrorKind::Input, "the file is not a table that Wordify can read").remedy(READABLE)
        }
    }
}

/// What an archive with these names, in small letters, is.
pub(super) fn in_archive(names: &[String]) -> Option<Foreign> {
    let has = |wanted: &&str| names.iter().any(|name| name == wanted);
    let known = ARCHIVES.iter().find(|(wanted, ..)| wanted.iter().all(has));
    let known = known.map(|&(_, name, export)| Foreign::new(name, export));
    let is_apple = || names.iter().any(|name| name.starts_with("index/") && name.ends_with(".iwa"));
    known.or_else(|| {
        let export = "In Numbers: File, Export To, Excel. ";
        is_apple().then(|| Foreign::new("a Numbers, Pages or Keynote document", export))
    })
}

/// Formats whose sign does not stand at the beginning, or whose beginning may be text.
fn inside(bytes: &[u8]) -> Option<Foreign> {
    let text = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes).trim_ascii_start();
    let begins = |beginning: &str| {
        text.get(..beginning.len()).is_some_and(|start| start.eq_ignore_ascii_case(beginning.as_bytes()))
    };
    if let Some(&(_, name, export)) = TEXT_BEGINNINGS.iter().find(|(beginning, ..)| begins(beginning)) {
        return Some(Foreign::new(name, export));
    }
    if let Some(foreign) = by_lines(text) {
        return Some(foreign);
    }
    if is_sylk(text) {
        return Some(Foreign::new("a SYLK file", SAVE));
    }
    let start = &bytes[..bytes.len().min(400)];
    let has = |words: &[u8]| memchr::memmem::find(start, words).is_some();
    if is_web_page(bytes) || is_element(text) {
        if has(b"<ANNOTATION_DOCUMENT") {
            return Some(Foreign::new("an ELAN file", "In ELAN: File, Export As, Tab-delimited Text. "));
        }
        let export = "Open it in a spreadsheet program: its ending may say xls. ";
        return Some(Foreign::new("a web page or XML document", export));
    }
    if has(b"SPSS PORT FILE") {
        return Some(Foreign::new("an SPSS portable file", SPSS));
    }
    if start.starts_with(b"{")
        && has(b"\"doc_id\"")
        && (has(b"docs.google.com") || has(b"DO NOT EDIT THIS FILE"))
    {
        let export = "It holds no cells. In Google Sheets: File, Download, Microsoft Excel (xlsx). ";
        return Some(Foreign::new("a link to a Google document", export));
    }
    // ORC stands at both ends; at the beginning alone it may begin a name.
    if bytes.starts_with(b"ORC") && bytes.len() > 4 && bytes[..bytes.len() - 1].ends_with(b"ORC") {
        return Some(Foreign::new("an ORC file", PYTHON));
    }
    // dBase: its version, and a date whose month and day are such.
    if let [0x03 | 0x83 | 0xf5, _, 1..=12, 1..=31, ..] = bytes
        && bytes.get(12..28).is_some_and(|reserved| reserved.iter().all(|&byte| byte == 0))
    {
        return Some(Foreign::new("a dBase file", SAVE));
    }
    None
}

/// Bytes at the beginning of a text whose lines are looked at.
const LINES_BYTES: usize = 4000;
/// Lines that must all look the same.
const LINES_LEAST: usize = 2;

/// Formats of text whose lines, and not their first word, show what they are.
fn by_lines(text: &[u8]) -> Option<Foreign> {
    let start = String::from_utf8_lossy(&text[..text.len().min(LINES_BYTES)]);
    // The last line may be cut.
    let lines = || start.lines().filter(|line| !line.trim().is_empty());
    let first = lines().next()?;
    let lower = first.to_lowercase();
    let is_statement =
        ["insert into ", "create table ", "drop table "].iter().any(|word| lower.starts_with(word));
    if is_statement && start.contains(';') && (start.contains('(') || lower.ends_with(';')) {
        return Some(Foreign::new(DUMP, QUERY));
    }
    if lines().take(LINES_LEAST).filter(|line| is_message(line)).count() == LINES_LEAST {
        return Some(Foreign::new("a chat as WhatsApp exports it", SPOKEN));
    }
    let list = first.strip_prefix("---").map_or(first, |_| lines().nth(1).unwrap_or_default());
    let item = list.strip_prefix("- ").and_then(|item| item.split_once(':'));
    let is_key =
        |key: &str| !key.is_empty() && key.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_');
    let keys = lines().filter(|line| {
        let key = line.strip_prefix("  ").and_then(|line| line.split_once(':'));
        key.is_some_and(|(key, _)| is_key(key))
    });
    if item.is_some_and(|(key, _)| is_key(key)) && keys.count() >= LINES_LEAST {
        let export = "In Python: pandas.DataFrame(yaml.safe_load(open(\"data.yaml\"))).to_csv(\"data.csv\", index=False). ";
        return Some(Foreign::new("a YAML file", export));
    }
    None
}

/// Records that may follow the first of a SYLK file.
const SYLK_RECORDS: [&[u8]; 7] = [b"B;", b"C;", b"F;", b"NU;", b"O;", b"P;", b"W;"];

/// Whether `text` is a SYLK file of any program: its name behind `ID;P`, records, and the one for the end. A csv may begin so too.
fn is_sylk(text: &[u8]) -> bool {
    let mut lines = text.split(|byte| b"\r\n".contains(byte)).filter(|line| !line.is_empty());
    lines.next().is_some_and(|first| first.starts_with(b"ID;P"))
        // A value behind a record begins with a capital letter: "C;X1".
        && lines.next().is_some_and(|second| SYLK_RECORDS.iter().any(|record| {
            second.strip_prefix(*record).is_some_and(|value| value.first().is_some_and(u8::is_ascii_uppercase))
        }))
        && matches!(text.trim_ascii_end(), [.., b'\r' | b'\n', b'E'])
}

/// Whether a line begins with date and time and a name, as in `12/01/20, 10:05 - Ann: hello` and `[12.01.20, 10:05:33] Ann: hello`.
fn is_message(line: &str) -> bool {
    let line = line.trim_start_matches(['\u{200e}', '[']);
    let Some((date, rest)) = line.split_once(", ") else { return false };
    let mut parts = date.split(['/', '.', '-']);
    let is_date = parts.clone().count() == 3
        && parts.all(|part| (1..=4).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_digit()));
    let Some((time, message)) = rest.split_once(" - ").or_else(|| rest.split_once("] ")) else {
        return false;
    };
    let begins_with_hour = time.split_once(':').is_some_and(|(hour, _)| hour.parse::<u8>().is_ok());
    is_date && begins_with_hour && message.contains(':')
}

/// Whether `text` is one element of XML without a declaration, its marks on lines of their own or only at both ends.
fn is_element(text: &[u8]) -> bool {
    let Some(rest) = text.strip_prefix(b"<") else { return false };
    let name_bytes =
        rest.iter().take_while(|byte| byte.is_ascii_alphanumeric() || b"_-:.".contains(byte)).count();
    let (name, rest) = rest.split_at(name_bytes);
    if name.is_empty() || !rest.first().is_some_and(|&byte| byte == b'>' || byte.is_ascii_whitespace()) {
        return false;
    }
    let end = [b"</", name, b">"].concat();
    let ends = text.trim_ascii_end().ends_with(&end);
    let line = text.split(|&byte| byte == b'\n').next().unwrap_or_default().trim_ascii_end();
    let is_line_of_its_own = line.ends_with(b">") && line.iter().filter(|&&byte| byte == b'<').count() == 1;
    ends && (is_line_of_its_own || memchr::memmem::find_iter(text, &end).take(2).count() == 1)
}

/// Shops and survey tools offer "Excel files" that are web pages.
fn is_web_page(bytes: &[u8]) -> bool {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let start = bytes[..bytes.len().min(200)].trim_ascii_start().to_ascii_lowercase();
    [&b"<!doctype"[..], b"<html", b"<?xml", b"<table"].iter().any(|tag| start.starts_with(tag))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_table_is_called_by_its_name_with_a_way_out() {
        let dbase = [&[3, 124, 5, 1][..], &[0; 28]].concat();
        let orc = [&b"ORC"[..], &[0; 40], b"ORC\x17"].concat();
        let catalog = [&[0; 12][..], b"\xc2\xea\x81\x63\xb3\x14\x11\xcf"].concat();
        let portable = [&[b' '; 200][..], b"ASCII SPSS PORT FILE"].concat();
        let cases: [(&[u8], &str, &str); 32] = [
            (b"<reviews><review><text>a</text></review></reviews>\n", "XML document", "spreadsheet"),
            (b"<review>\n<text>a</text>\n</review>\n<review>\n</review>", "XML document", "spreadsheet"),
            (b"CREATE TABLE t(text TEXT);\nINSERT INTO t VALUES('a');\n", "a dump of a database", "Export"),
            (b"-- MySQL dump 10.13\n", "a dump of a database", "Export"),
            (b"- text: a\n  label: x\n- text: b\n  label: y\n", "a YAML file", "to_csv"),
            (b"[{'text': 'a', 'label': 'b'}]", "as Python prints it", "json.dump"),
            (b"12/01/20, 10:05 - Ann: hello\n12/01/20, 10:06 - Bob: hi, you\n", "a chat", "speaker"),
            (b"[12.01.20, 10:05:33] Ann: hello\n[12.01.20, 10:06:01] Bob: hi\n", "a chat", "speaker"),
            (b"\n@RELATION reviews\n", "an ARFF file", "CSV"),
            (b"\xef\xbb\xbfWEBVTT\n\n00:01.000 --> ", "subtitles", "speaker"),
            (b"TY  - JOUR\n", "a RIS file", "Zotero"),
            (b"<?xml version='1.0'?>\n<ANNOTATION_DOCUMENT>", "an ELAN file", "Tab-delimited"),
            (b"%PDF-1.7", "a PDF document", "sub-folder"),
            (b" \n<html><table>", "a web page", "spreadsheet program"),
            (b"\xef\xbb\xbf<?xml version='1.0'?>", "XML document", "spreadsheet program"),
            (&dbase, "a dBase file", "xlsx"),
            (&orc, "an ORC file", "to_parquet"),
            (&catalog, "a SAS catalog", "sas7bdat"),
            (&portable, "an SPSS portable file", "Save As"),
            (b"FEA1\0\0\0\0", "a Feather file of version 1", "write_parquet"),
            (b"\x80\x04\x95", "a pickle of Python", "to_parquet"),
            (b"SQLite format 3\0\x10", "an SQLite database", "MAXQDA"),
            (b"\0\x01\0\0Standard Jet DB\0", "an Access database", "query"),
            (b"\0\x01\0\0Standard ACE DB\0", "an Access database", "query"),
            (b"\x89HDF\r\n\x1a\n", "an HDF5 file", "to_csv"),
            (b"MATLAB 5.0 MAT-file", "a MATLAB file", "writetable"),
            (b"ID;PWXL;N;E", "a SYLK file", "xlsx"),
            (b"ID;PCALCOOO32\r\nC;X1;Y1;K\"text\"\r\nE\r\n", "a SYLK file", "xlsx"),
            (b"PARE", "an encrypted Parquet file", "xlsx"),
            (b"7z\xbc\xaf\x27\x1c\0", "a 7z archive", "Unpack"),
            (
                b"{\"\":\"WARNING! DO NOT EDIT THIS FILE! ANY CHANGES MADE WILL BE LOST!\",\"doc_id\":\"1x\"}",
                "a Google document",
                "Download",
            ),
            (b"{\"url\": \"https://docs.google.com/open?id=1\", \"doc_id\": \"1\"}", "a Google document", "Download"),
        ];
        for (bytes, name, remedy) in cases {
            let error = of(bytes).unwrap_or_else(|| panic!("{name} is not known")).error();
            assert!(error.message().contains(name), "{name}: {error}");
            assert!(error.remedy_text().is_some_and(|text| text.contains(remedy)), "{name}: {error}");
        }
        for table in [
            &b"ORCID,text\n"[..],
            b"ID;Party;Text\nB;CDU;good\nC;SPD;E\n",
            b"ID;Party;Text\nA;CDU;good\nE\n",
            b"ID;Party\nC;x\nE\n",
            b"text,label\n",
            b"# comment\n",
            b"<b>bold</b>,x\n<b>old</b>,y\n",
            b"<s>a</s>\n<s>b</s>\n",
            b"insert into the box,good\n",
            b"- text: first;second\n",
            b"12/01/20, a line: of a diary\n12/01/21, another: one\n",
            b"{\"doc_id\": 1, \"text\": \"a\"}\n",
            b"DUC",
            b"",
        ] {
            assert_eq!(of(table), None, "{table:?}");
        }
    }

    #[test]
    fn archives_of_programs_are_called_by_their_names() {
        for (names, name, remedy) in [
            (
                &["META-INF/MANIFEST.MF", "meta", "metadata.json", "xdata.json", "data.bin"][..],
                "a jamovi file",
                "csv",
            ),
            (&["analyses.json", "metadata.json", "data.bin"], "a JASP file", "csv"),
            (&["internal.sqlite", "analyses.json"], "a JASP file", "csv"),
            (&["project.qde", "sources/a.txt"], "a REFI-QDA project", "Excel"),
            (&["Index/Document.iwa"], "a Numbers", "Export To"),
            (&["ppt/presentation.xml"], "a PowerPoint", "xlsx"),
            (&["mimetype", "META-INF/container.xml"], "an e-book", "folder"),
        ] {
            let names: Vec<String> = names.iter().map(|name| name.to_lowercase()).collect();
            let error = in_archive(&names).unwrap_or_else(|| panic!("{name} is not known")).error();
            assert!(error.message().contains(name), "{error}");
            assert!(error.remedy_text().is_some_and(|text| text.contains(remedy)), "{error}");
        }
        assert_eq!(in_archive(&["good/a.txt".to_owned(), "data.csv".to_owned()]), None);
    }

    #[test]
    fn noise_is_named_by_the_ending_of_its_file() {
        assert!(noise(Some("Interviews.NVP")).message().contains("an NVivo project"));
        assert!(noise(Some("data.csv")).message().contains("not a table"));
        assert!(noise(None).remedy_text().is_some());
    }
}
