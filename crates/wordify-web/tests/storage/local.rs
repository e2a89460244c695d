//! What only a database of one machine promises: about its file.

use crate::*;

fn open(folder: &Path) -> Storage {
    Storage::open(&folder.join("wordify.db")).expect("a database")
}

#[test]
fn processes_that_start_at_once_open_a_new_database_together() {
    for _ in 0..200 {
        let folder = tempfile::tempdir().expect("a folder");
        std::thread::scope(|scope| {
            for _ in 0..8 {
                // As the application does at its start.
                scope.spawn(|| {
                    Storage::existing(&folder.path().join("wordify.db")).expect("no fault");
                    open(folder.path())
                });
            }
        });
    }
}

#[tokio::test]
async fn an_empty_queue_is_looked_at_while_another_process_writes() {
    let folder = tempfile::tempdir().expect("a folder");
    let storage = open(folder.path());
    let writer = rusqlite::Connection::open(folder.path().join("wordify.db")).expect("the database");
    writer.execute_batch("BEGIN IMMEDIATE").expect("the right to write");
    // Whoever asks for the right to write waits for 20 seconds, and then fails.
    let looked = tokio::time::timeout(std::time::Duration::from_secs(10), claim(&storage, "w", 1)).await;
    assert_eq!(looked.expect("at once"), None);
    writer.execute_batch("ROLLBACK").expect("given back");
    let id = queue(&storage, "a", 1).await;
    assert_eq!(claim(&storage, "w", 2).await.map(|lease| lease.id), Some(id));
}

#[tokio::test]
async fn nothing_of_an_ended_job_can_be_read_from_the_disk() {
    let folder = tempfile::tempdir().expect("a folder");
    let storage = open(folder.path());
    queue(&storage, "the-visitor", 1).await;
    let lease = claim(&storage, "w", 10).await.expect("claimed");
    let on_disk = |needle: &str| {
        std::fs::read_dir(folder.path())
            .expect("a folder")
            .map(|entry| std::fs::read(entry.expect("an entry").path()).expect("a file"))
            .any(|bytes| bytes.windows(needle.len()).any(|window| window == needle.as_bytes()))
    };
    let secrets = ["a-secret-file-name", "a-secret-column", "someone@example.org", WEBHOOK];
    assert!(secrets.iter().all(|secret| on_disk(secret)), "the test looks in the right place");
    assert!(storage.finish(&lease, end(State::Succeeded), 20).await.expect("finished"));
    assert!(storage.compact().await.expect("compacted"));
    for secret in secrets {
        assert!(!on_disk(secret), "{secret} is still on the disk");
    }
}

#[test]
fn a_database_of_the_first_version_is_brought_up_and_keeps_of_a_failure_its_class_alone() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("wordify.db");
    let first = rusqlite::Connection::open(&path).expect("a database");
    first.execute_batch(include_str!("../version-1.sql")).expect("the first version");
    let id = JobKey::random().expect("random bits").id();
    first.execute("UPDATE job SET id = ?1", [id.as_str()]).expect("named");
    drop(first);
    let storage = Storage::open(&path).expect("brought up");
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
    let job = runtime.block_on(storage.job(&id)).expect("read").expect("there");
    let failure = job.failure.expect("it failed");
    assert_eq!((job.state, failure.class.name()), (State::Failed, "input"));
    assert!(!failure.message.contains("labmark"), "{failure:?}");
}

#[tokio::test]
async fn a_database_that_was_moved_away_is_not_made_anew() {
    let folder = tempfile::tempdir().expect("a folder");
    let storage = open(folder.path());
    let id = queue(&storage, "a", 0).await;
    let (here, away) = (folder.path().join("wordify.db"), folder.path().join("away.db"));
    std::fs::rename(&here, &away).expect("moved");
    // This look takes a connection of its own.
    let error = storage.check_writable().await.expect_err("there is no database");
    assert_eq!(error.trouble(), Trouble::Passing, "{error}");
    assert!(!here.exists(), "an empty one would be taken for the site's");
    std::fs::rename(&away, &here).expect("moved back");
    storage.check_writable().await.expect("it is there again");
    assert!(storage.job(&id).await.expect("read").is_some());
}
