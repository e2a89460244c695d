//! `cargo xtask house`: how long, how deep and how well explained the code is, crate by crate, and which rooms import from
//! which. Nothing here is a limit; those are in `tidy`.

mod measures;

use std::collections::BTreeMap;

use crate::shell;
use crate::tidy::{self, File, Plan};
use measures::{Measures, Spread};

/// Measures all crates and prints the tables and the plans of their rooms.
///
/// # Errors
/// When the repository cannot be read.
pub(crate) fn run() -> Result<(), String> {
    let files = tidy::files_of(&shell::root())?;
    let mut crates: BTreeMap<&str, Measures> = BTreeMap::new();
    let mut whole = Measures::default();
    for file in &files {
        if let Some(name) = crate_of(file) {
            crates.entry(name).or_default().add(file);
            whole.add(file);
        }
    }
    println!(
        "Medians / ninth tenths / largest; lines that are not blank. Files of data and examples are left out.\n"
    );
    for (name, measures) in crates.iter().chain([(&"all", &whole)]) {
        print(name, measures);
    }
    println!("\nRooms by floor, the ground first; each imports from lower floors only:");
    for (folder, plan) in tidy::plans(&files) {
        draw(&folder, &plan);
    }
    Ok(())
}

/// The crate of a Rust file that people read; none for facts about languages, which are data.
fn crate_of(file: &File) -> Option<&str> {
    let is_data = file.path.contains("/language/data/") || file.path.contains("/examples/");
    let path = file.path.strip_suffix(".rs").filter(|_| !is_data)?;
    Some(path.strip_prefix("crates/").unwrap_or(path).split('/').next().unwrap_or(path))
}

fn print(name: &str, measures: &Measures) {
    let Measures { documented, commented, source, tests, .. } = *measures;
    let share = |part: usize, of: usize| 100.0 * part as f64 / of.max(1) as f64;
    println!("{name}");
    println!("  files {:5}   lines        {}", measures.files.len(), Spread::of(&measures.files));
    println!("  functions {:5}   lines    {}", measures.functions.len(), Spread::of(&measures.functions));
    println!("  parameters               {}", Spread::of(&measures.parameters));
    println!("  nesting                  {}", Spread::of(&measures.nesting));
    println!("  documentation            {:.1} % of {source} lines outside tests", share(documented, source));
    println!("  comments inside code     {:.1} %", share(commented, source));
    println!("  test lines per source    {:.2} ({tests} / {source})", tests as f64 / source.max(1) as f64);
    println!(
        "  unwrap, expect           {:.1}, {:.1} per 1,000 lines outside tests",
        10.0 * share(measures.unwraps, source),
        10.0 * share(measures.expects, source)
    );
    println!("  pub, restricted          {}, {}", measures.public, measures.restricted);
}

fn draw(folder: &str, plan: &Plan) {
    let arrows: usize = plan.arrows.values().map(|targets| targets.len()).sum();
    if arrows == 0 {
        return;
    }
    let (floors, circles) = (plan.floors(), plan.circles());
    println!(
        "\n{folder}: {} rooms, {} floors, {arrows} arrows, {} circles",
        plan.arrows.len(),
        floors.len(),
        circles.len()
    );
    for (number, rooms) in floors.iter().enumerate() {
        let rooms: Vec<String> = rooms.iter().map(|room| arrows_of(room, plan)).collect();
        println!("  {number:2}  {}", rooms.join("\n      "));
    }
    for circle in circles {
        println!("  circle: {}", circle.join(", "));
    }
}

fn arrows_of(room: &str, plan: &Plan) -> String {
    let targets: Vec<&str> = plan.arrows[room].iter().map(String::as_str).collect();
    if targets.is_empty() { room.to_owned() } else { format!("{room} → {}", targets.join(" ")) }
}
