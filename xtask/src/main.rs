//! The project's own commands. Plain Rust and the standard library, so that it builds in a second and nothing
//! has to be installed beforehand.

mod against;
mod beside;
mod cluster;
mod deploy;
mod figures;
mod fonts;
mod fuzz;
mod glosses;
mod house;
mod lemmas;
mod manuscripts;
mod mutants;
mod package;
mod python;
mod r_package;
mod release;
mod sbom;
mod segmenters;
mod shell;
mod stop_words;
mod study;
mod test;
mod tidy;
mod tools;
mod web;
mod wheel;

use std::process::ExitCode;

use fuzz::Effort;

const HELP: &str = "\
The project's own commands.

  cargo xtask test [--fast]         everything that continuous integration checks; --fast leaves out the slow steps
  cargo xtask tidy                  the rules about files only
  cargo xtask house                 how long and deep the code is, and which rooms import from which
  cargo xtask fuzz [TARGET [SECONDS]]   the fuzz targets, each for some seconds
  cargo xtask fuzz --executions N   the fuzz targets, with N inputs in all
  cargo xtask mutants [ROOM] [--one-in N]   faults put into statistics, queue and storage, one in 40 or in N: how many tests notice
  cargo xtask files [--short]       what is read from files of other programs, cell by cell beside other readers
  cargo xtask files --speed [--against COMMIT]   large tables: seconds and memory beside polars, pandas and an earlier commit
  cargo xtask r [--vendored]        the R packages: made whole with the engine's sources, and put to R CMD check; --vendored with the
                                    sources of all crates and without network, as a release hands them out
  cargo xtask python [PYTEST…]      the Python package: built, installed into an environment of its own, and tested
  cargo xtask manuscripts           documents for papers, opened by LibreOffice and TeX, beside each other; figures, read by poppler
                                    and pngcheck
  cargo xtask sbom                  what the program is made of, as CycloneDX, in target/sbom.cdx.json; packages hold it
  cargo xtask package [--dev]       the Debian package and the archive, in target/package; --dev without optimisation
  cargo xtask release [--dev]       all that a release hands out, in target/release-files: packages, archive, wheel, R, sums; each
                                    installed on a bare Debian

Trials of the real site, on this machine only:

  cargo xtask browser               everything that visitors do, in a real browser, with axe on every page
  cargo xtask firefox               the main path and the worked example, in Firefox
  cargo xtask lighthouse            Lighthouse on six pages at two widths, each score 95 or more
  cargo xtask promises [PART…]      what the site promises: nothing left on the disk, nothing lost
  cargo xtask load                  two hundred jobs of fifty visitors at once
  cargo xtask deploy [--dev] [--kills N] [--reloads N]   the package on a clean Debian 12 and 13: install, upgrades under load,
                                    kill -9, runbook, purge
  cargo xtask containers            image, compose file, Kubernetes example and bill of materials, without a container runtime
  cargo xtask chaos [--kills N]     kill -9 of its processes at two hundred random moments, or at N
  cargo xtask hosts [--kills N]     a site of two hosts and a database with a standby: kill -9 of each of the four, a hundred times, or N
  cargo xtask faults [--faults N]   a hundred faults of database and disk, or N, each at a place that is named
  cargo xtask safety                hostile visitors: memory, streams, processes; and what is left of a visitor on the disk
  cargo xtask schema                schemathesis: the API against its own description, valid and invalid requests, alone and in chains
  cargo xtask clients               clients made from the API's description, in Python and TypeScript, compiled and used
  cargo xtask scan                  testssl.sh and slowhttptest: TLS, and a thousand clients that are slow on purpose
  cargo xtask sign-on               by Apache and a provider of OpenID Connect: who may enter, and limits for each account
  cargo xtask reloads               a hundred reloads under load: by TCP, by a unix socket, behind nginx
  cargo xtask hurt                  web workers killed and stopped under load
  cargo xtask hostile               ten thousand idle connections, endless heads and uploads, bytes that are no HTTP
  cargo xtask compare               beside nginx, the smallest axum program, and gunicorn and Flask, with the same pages; memory; start

One analysis on many machines, on this one only:

  cargo xtask cluster [slurm] [snakemake] [dask]   the scripts of docs/cluster.md, with tasks and a node killed; bytes against one run
  cargo xtask cluster fits [--fits N]   a Slurm array of 32 tasks on 80,000 documents: what each part costs beside one run

What is promised about a list, beside what is measured, on the example and generated texts or on files of one's own:

  cargo xtask study [--short|--quick|--full] [--seed N] [--authors FILE] [--out FILE] [PART…] [FILE…]
                                    parts: chance, recall, contrasts, seeds, authors, length, peers (not in short); and
                                    scales; short is what CI does

This program beside an earlier one, on any machine with the history of the repository:

  cargo xtask bench --against COMMIT [CORPUS…]   seconds of the processor and memory by stage, in turn on the same files
  cargo xtask corpus glosses N [OUT]   a labelled csv of N short documents, made of WordNet's glosses

The Python package beside those of others, on the example and on 320,000 glosses:

  cargo xtask beside [--without NAME:METHOD…] [--note TEXT]   scikit-learn, scattertext, convokit: time and memory, in docs/compare.md

Measurements; they need the corpora in $WORDIFY_SHARED or ../shared. Each explains itself with --help.

  cargo xtask bench [CORPUS…]       speed and memory against the reference, then the check of objectives
  cargo xtask objectives [CORPUS…]  our solutions against LIBLINEAR's
  cargo xtask parity [CORPUS…]      our selections against the stored runs of the reference
  cargo xtask large                 a million documents, and a file of 100 MB
  cargo xtask lemmas          makes the dictionaries of lemmas anew; needs Python, downloads simplemma
  cargo xtask stop-words      makes our own lists of stop words from the published collections
  cargo xtask segmenters      makes the data that cut Chinese and Japanese; downloads jieba and mecab-ipadic (Debian)
  cargo xtask fonts           makes the font of figures; downloads Inter (Debian) and fontTools
  cargo xtask lemma-check [LANGUAGE…]   lists lemmas of frequent words that no other source has
  cargo xtask lemma-accuracy  measures lemmas on treebanks, and writes the table in docs/languages.md
";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let outcome = match arguments.as_slice() {
        ["test"] => test::run(test::Extent::Whole),
        ["test", "--fast"] => test::run(test::Extent::Fast),
        ["tidy"] => tidy::run(),
        ["house"] => house::run(),
        ["deploy", "--dev", rest @ ..] => deploy::run("dev", rest),
        ["deploy", rest @ ..] => deploy::run("release", rest),
        ["containers"] => deploy::check(),
        ["package"] => package::build("release"),
        ["package", "--dev"] => package::build("dev"),
        ["release"] => release::make("release"),
        ["release", "--dev"] => release::make("dev"),
        ["sbom"] => sbom::write(&shell::root().join("target/sbom.cdx.json")),
        ["lemmas"] => lemmas::make(),
        ["stop-words"] => stop_words::make(),
        ["fonts"] => fonts::make(),
        ["segmenters"] => segmenters::make(),
        ["lemma-accuracy"] => lemmas::accuracy(),
        ["lemma-check", languages @ ..] => lemmas::check(languages),
        ["fuzz"] => fuzz::run(None, fuzz::DEFAULT),
        ["fuzz", "--executions", count] => match count.parse() {
            Ok(count) => fuzz::run(None, Effort::Executions(count)),
            Err(_) => Err(format!("not a number of inputs: {count}")),
        },
        ["fuzz", target] => fuzz::run(Some(target), fuzz::DEFAULT),
        ["fuzz", target, seconds] => match seconds.parse() {
            Ok(seconds) => fuzz::run(Some(target), Effort::Seconds(seconds)),
            Err(_) => Err(format!("not a number of seconds: {seconds}")),
        },
        ["corpus", "glosses", documents, out @ ..] if out.len() < 2 => match documents.parse() {
            Ok(documents) => glosses::make(documents, out.first().copied()),
            Err(_) => Err(format!("not a number of documents: {documents}")),
        },
        ["cluster", rest @ ..] => cluster::run(rest),
        ["bench", "--against", commit, rest @ ..] => against::run(commit, rest),
        ["beside", rest @ ..] => beside::run(rest),
        ["bench", rest @ ..] => python::run("bench.py", rest),
        ["study", rest @ ..] => study::run(rest),
        ["objectives", rest @ ..] => python::run("objectives.py", rest),
        ["parity", rest @ ..] => python::run("parity.py", rest),
        ["large", rest @ ..] => python::run("large.py", rest),
        ["files", rest @ ..] => python::files(rest),
        ["python", rest @ ..] => wheel::check(rest),
        ["r"] => r_package::check(r_package::Crates::Registry),
        ["r", "--vendored"] => r_package::check(r_package::Crates::Vendored),
        ["mutants", rest @ ..] => mutants::run(rest),
        ["manuscripts"] => manuscripts::check(),
        ["browser", rest @ ..] => web::browser(rest),
        ["firefox", rest @ ..] => web::firefox(rest),
        ["lighthouse", rest @ ..] => web::lighthouse(rest),
        ["promises", rest @ ..] => web::run("promises.py", rest),
        ["load", rest @ ..] => web::run("load.py", rest),
        ["chaos", rest @ ..] => web::run("chaos.py", rest),
        ["hosts", rest @ ..] => web::hosts(rest),
        ["faults", rest @ ..] => web::run("faults.py", rest),
        ["safety", rest @ ..] => web::run("safety.py", rest),
        ["schema", rest @ ..] => web::run("schema.py", rest),
        ["clients"] => web::clients(),
        ["sign-on"] => web::sign_on(),
        ["scan", rest @ ..] => web::scan(rest),
        ["reloads", rest @ ..] => web::serve("reloads.py", rest),
        ["hurt", rest @ ..] => web::serve("hurt.py", rest),
        ["hostile", rest @ ..] => web::serve("hostile.py", rest),
        ["compare", rest @ ..] => web::compare(rest),
        ["help" | "--help" | "-h"] => {
            print!("{HELP}");
            Ok(())
        }
        [] => Err(format!("which command?\n\n{HELP}")),
        _ => Err(format!("no such command: {}\n\n{HELP}", arguments.join(" "))),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            eprintln!("xtask: {message}");
            ExitCode::FAILURE
        }
    }
}
