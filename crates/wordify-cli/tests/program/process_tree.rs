//! What a process and its descendants use, as the kernel counts it.

use std::fs;

/// The memory of the process `id` and its descendants: what several share is counted once.
pub fn memory_bytes(id: u32) -> u64 {
    processes(id).into_iter().filter_map(proportional_bytes).sum()
}

/// The process `id` and its descendants.
pub fn processes(id: u32) -> Vec<u32> {
    let mut found = vec![id];
    let mut next = 0;
    while let Some(&parent) = found.get(next) {
        // Each thread has the children that it has started itself.
        for thread in fs::read_dir(format!("/proc/{parent}/task")).into_iter().flatten().flatten() {
            let children = fs::read_to_string(thread.path().join("children")).unwrap_or_default();
            found.extend(children.split_whitespace().filter_map(|child| child.parse::<u32>().ok()));
        }
        next += 1;
    }
    found
}

/// None where the process has ended meanwhile.
fn proportional_bytes(id: u32) -> Option<u64> {
    let text = fs::read_to_string(format!("/proc/{id}/smaps_rollup")).ok()?;
    let line = text.lines().find_map(|line| line.strip_prefix("Pss:"))?;
    let kilobytes: u64 = line.trim().trim_end_matches("kB").trim().parse().ok()?;
    Some(kilobytes << 10)
}
