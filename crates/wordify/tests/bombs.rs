//! Files that unfold to gigabytes end soon, in a limit and in little memory. Alone in this program, because the
//! memory of a process is measured.

use std::io::{Cursor, Write};

use wordify::ErrorKind;
use wordify::table::{ReadOptions, read};

/// Megabytes that all of the bombs together may take at most.
const PEAK_MB_MAX: usize = 500;

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    encoder.write_all(bytes).expect("in memory");
    encoder.finish().expect("in memory")
}

/// A workbook whose only sheet is `part`, `times` over.
fn workbook(part: &[u8], times: usize) -> Vec<u8> {
    let mut archive = zip::ZipWriter::new(Cursor::new(Vec::new()));
    archive.start_file("xl/workbook.xml", zip::write::SimpleFileOptions::default()).expect("in memory");
    archive
        .start_file("xl/worksheets/sheet1.xml", zip::write::SimpleFileOptions::default())
        .expect("in memory");
    (0..times).for_each(|_| archive.write_all(part).expect("in memory"));
    archive.finish().expect("in memory").into_inner()
}

#[test]
fn bombs_end_soon_in_a_limit_and_little_memory() {
    let letters = vec![b'a'; 8 << 20];
    // 16 GB each, were they unfolded; the workbook half a gigabyte.
    let members = gzip(&letters).repeat(2000);
    let frames = zstd::encode_all(letters.as_slice(), 1).expect("in memory").repeat(2000);
    let archive = workbook(&letters, 64);
    let within = gzip(&archive);
    for bomb in [members, frames, archive, within] {
        let error = read(&bomb, &ReadOptions::default()).expect_err("a limit");
        assert_eq!(error.kind(), ErrorKind::Limit, "{error}");
        assert!(error.message().contains("unpacks to more than 250 times"), "{error}");
        assert!(error.remedy_text().is_some());
    }
    match peak_memory_mb() {
        Some(peak) => assert!(peak < PEAK_MB_MAX, "the peak was {peak} MB"),
        None => {
            assert!(
                std::env::var_os("TESTS_REQUIRE_ALL").is_none(),
                "this system does not report its peak memory"
            );
            println!("skipped: this system does not report its peak memory");
        }
    }
}

fn peak_memory_mb() -> Option<usize> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    Some(line.trim().trim_end_matches(" kB").parse::<usize>().ok()? / 1024)
}
