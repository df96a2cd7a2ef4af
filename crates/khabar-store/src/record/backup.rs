//! Copies of the record, whole at every moment.

use std::{
    fs::{self, File},
    path::{Path, PathBuf},
};

use rusqlite::{
    Connection, OpenFlags,
    backup::{Backup, StepResult},
};

use super::{RECORD, Record};
use crate::error::StoreError;

/// Pages copied at once: 4 MB.
const STEP_PAGES: i32 = 1024;

/// Copies the record of the store in `folder` to the file `to`, as it is at this moment,
/// while others go on writing. `seen` hears the pages done and the pages in all. The file
/// appears whole or not at all.
///
/// # Errors
///
/// Where there is no store, `to` is there already and not `replace`, or it cannot be
/// written.
pub fn backup(
    folder: &Path,
    to: &Path,
    replace: bool,
    mut seen: impl FnMut(u64, u64),
) -> Result<(), StoreError> {
    if to.exists() && !replace {
        return Err(StoreError::Occupied { path: to.to_owned() });
    }
    let record = Record::read(folder)?;
    let unfinished = beside(to, "part");
    let result = copy(&record, &unfinished, &mut seen).and_then(|()| {
        fs::rename(&unfinished, to).map_err(|error| StoreError::io(to, error))?;
        sync_folder(to)
    });
    if result.is_err() {
        let _ = fs::remove_file(&unfinished);
    }
    result
}

fn copy(
    record: &Record,
    to: &Path,
    seen: &mut impl FnMut(u64, u64),
) -> Result<(), StoreError> {
    match fs::remove_file(to) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
            return Err(StoreError::io(to, error));
        }
        _ => {}
    }
    let failed = |error| StoreError::sql(to, error);
    // The reading transaction holds this moment while others write.
    record.sql.execute_batch("BEGIN").map_err(|error| record.failed(error))?;
    record.seq()?;
    let mut copy = Connection::open(to).map_err(failed)?;
    let copied = (|| {
        let backup = Backup::new(&record.sql, &mut copy)?;
        loop {
            let step = backup.step(STEP_PAGES)?;
            let progress = backup.progress();
            let all = u64::try_from(progress.pagecount).unwrap_or(0);
            let left = u64::try_from(progress.remaining).unwrap_or(0);
            seen(all.saturating_sub(left), all);
            match step {
                StepResult::Done => return Ok(()),
                StepResult::More => {}
                _ => std::thread::sleep(std::time::Duration::from_millis(20)),
            }
        }
    })();
    let ended = record.sql.execute_batch("COMMIT");
    copied.map_err(failed)?;
    ended.map_err(|error| record.failed(error))?;
    // One file, without a log beside it.
    copy.pragma_update(None, "journal_mode", "DELETE").map_err(failed)?;
    copy.close().map_err(|(_, error)| failed(error))?;
    sync(to)
}

/// Puts the backup `from` in the place of the record in `folder`. The caller holds the
/// lock of the folder.
pub(crate) fn restore(
    from: &Path,
    folder: &Path,
    replace: bool,
) -> Result<(), StoreError> {
    if !from.is_file() {
        return Err(StoreError::Missing { path: from.to_owned() });
    }
    let path = folder.join(RECORD);
    if path.exists() && !replace {
        return Err(StoreError::Occupied { path });
    }
    let failed = |error| StoreError::sql(from, error);
    let sql = Connection::open_with_flags(from, OpenFlags::SQLITE_OPEN_READ_ONLY)
        .map_err(failed)?;
    let backup = Record { path: from.to_owned(), sql };
    backup.check_identity()?;
    if backup.version()? == 0 {
        return Err(StoreError::Foreign { path: from.to_owned() });
    }
    let verdict: String = backup
        .sql
        .query_row("PRAGMA integrity_check(1)", [], |row| row.get(0))
        .map_err(failed)?;
    if verdict != "ok" {
        return Err(StoreError::Damaged { path: from.to_owned(), reason: verdict });
    }
    drop(backup);
    let unfinished = beside(&path, "part");
    fs::copy(from, &unfinished).map_err(|error| StoreError::io(&unfinished, error))?;
    sync(&unfinished)?;
    if path.exists() {
        // With its log: what was committed last may be there alone.
        let aside = beside(&path, "before-restore");
        for ending in ["", "-wal", "-shm"] {
            let old = with_ending(&path, ending);
            if old.exists() {
                let new = with_ending(&aside, ending);
                fs::rename(&old, &new).map_err(|error| StoreError::io(&old, error))?;
            }
        }
    }
    fs::rename(&unfinished, &path).map_err(|error| StoreError::io(&path, error))?;
    sync_folder(&path)
}

fn beside(path: &Path, ending: &str) -> PathBuf {
    with_ending(path, &format!(".{ending}"))
}

fn with_ending(path: &Path, ending: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(ending);
    name.into()
}

fn sync(path: &Path) -> Result<(), StoreError> {
    File::options()
        .write(true)
        .open(path)
        .and_then(|file| file.sync_all())
        .map_err(|error| StoreError::io(path, error))
}

/// Makes the name of a file durable too.
fn sync_folder(path: &Path) -> Result<(), StoreError> {
    let folder = match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    };
    // Some systems open no folders; there the rename is all that can be done.
    match File::open(folder) {
        Ok(folder) => {
            let _ = folder.sync_all();
            Ok(())
        }
        Err(_) => Ok(()),
    }
}
