//! What a store keeps, and what harms it.

#![allow(clippy::unwrap_used, clippy::non_ascii_literal)]

mod common;

use std::fs;

use common::{LANGUAGE, NOW, keep, prepared, reading, search};
use khabar_store::{
    Filter, INDEX, Listing, Outcome, PreparedReading, RECORD, Severity, Store,
    StoreError, Writer, backup, doctor, reindex, restore, salvage,
};

const PAGE: &str = "عنوان الخبر\n\nقال الوزير إن العمل مستمر في المدينة.";
const OTHER: &str = "عنوان آخر\n\nأكد المتحدث أن الطريق مفتوح أمام المسافرين.";
const URL: &str = "https://a.example/1";

fn open(folder: &std::path::Path) -> Result<Store, StoreError> {
    Store::open(folder, &LANGUAGE, |_| {}).map(|(store, _)| store)
}

fn open_writer(folder: &std::path::Path) -> Result<Writer, StoreError> {
    Writer::open(folder, &LANGUAGE, true, |_| {}).map(|(writer, _)| writer)
}

fn faults(folder: &std::path::Path) -> Vec<String> {
    doctor(folder, true)
        .unwrap()
        .into_iter()
        .filter(|finding| finding.severity == Severity::Fault)
        .map(|finding| finding.text)
        .collect()
}

#[test]
fn the_same_capture_twice_is_one_and_other_bytes_are_a_version() {
    let folder = tempfile::tempdir().unwrap();
    let mut writer = open_writer(folder.path()).unwrap();
    let mut put =
        |text, url, at| writer.put(&prepared(text, Some(url), at), NOW).unwrap();
    assert_eq!(put(PAGE, URL, None), Outcome::New { capture: 1, version: 1 });
    assert_eq!(put(PAGE, URL, None), Outcome::Same { capture: 1 });
    assert_eq!(put(OTHER, URL, None), Outcome::New { capture: 2, version: 2 });
    assert_eq!(
        put(PAGE, "https://b.example/1", None),
        Outcome::New { capture: 3, version: 1 }
    );
    let store = writer.finish().unwrap();
    let counts = store.counts().unwrap();
    assert_eq!((counts.pages, counts.captures, counts.documents), (2, 3, 3));
    // Only the newest version is searched: of URL that is OTHER.
    assert_eq!(search(&store, "المسافرين").any, Some(1));
    assert_eq!(search(&store, "الوزير").any, Some(1));
    assert_eq!(faults(folder.path()), [""; 0]);
}

#[test]
fn an_older_capture_that_comes_later_is_not_the_newest() {
    let folder = tempfile::tempdir().unwrap();
    let mut writer = open_writer(folder.path()).unwrap();
    let later = Some("2025-02-01T00:00:00Z");
    let earlier = Some("2025-01-01T00:00:00Z");
    writer.put(&prepared(PAGE, Some(URL), later), NOW).unwrap();
    writer.put(&prepared(OTHER, Some(URL), earlier), NOW).unwrap();
    let store = writer.finish().unwrap();
    assert_eq!(search(&store, "المسافرين").any, Some(0));
    assert_eq!(search(&store, "الوزير").any, Some(1));
}

#[test]
fn what_is_kept_comes_back_byte_by_byte() {
    let folder = tempfile::tempdir().unwrap();
    let store = keep(folder.path(), &[(URL, PAGE)]);
    let kept = store.kept(1).unwrap().unwrap();
    assert_eq!(kept.bytes, PAGE.as_bytes());
    assert_eq!(kept.url.as_deref(), Some(URL));
    assert_eq!(store.reading(1).unwrap().unwrap(), reading(PAGE.as_bytes(), Some(URL)));
}

#[test]
fn nothing_put_counts_before_its_commit() {
    let folder = tempfile::tempdir().unwrap();
    let mut writer = open_writer(folder.path()).unwrap();
    writer.put(&prepared(PAGE, Some(URL), None), NOW).unwrap();
    writer.commit().unwrap();
    writer.put(&prepared(OTHER, Some("https://b.example/2"), None), NOW).unwrap();
    // As where the process dies: no commit, no finish.
    drop(writer);
    let store = open(folder.path()).unwrap();
    assert_eq!(store.counts().unwrap().captures, 1);
    assert_eq!(search(&store, "الوزير").any, Some(1));
    assert_eq!(search(&store, "المسافرين").any, Some(0));
    assert_eq!(faults(folder.path()), [""; 0]);
}

#[test]
fn another_reading_takes_the_place_of_the_one_before() {
    let folder = tempfile::tempdir().unwrap();
    drop(keep(folder.path(), &[(URL, PAGE)]));
    let mut writer = open_writer(folder.path()).unwrap();
    let json = reading(OTHER.as_bytes(), Some(URL));
    let read = PreparedReading::of(&json, &mut LANGUAGE.terms()).unwrap();
    writer.replace(1, &Ok(read)).unwrap();
    let store = writer.finish().unwrap();
    assert_eq!(search(&store, "المسافرين").any, Some(1));
    assert_eq!(search(&store, "الوزير").any, Some(0));
    assert_eq!(store.counts().unwrap().documents, 1);
    assert_eq!(store.kept(1).unwrap().unwrap().bytes, PAGE.as_bytes());
    assert_eq!(faults(folder.path()), [""; 0]);
}

#[test]
fn the_index_can_be_lost_cut_short_or_of_another_store() {
    let folder = tempfile::tempdir().unwrap();
    drop(keep(folder.path(), &[(URL, PAGE)]));
    let index = folder.path().join(INDEX);
    let other = tempfile::tempdir().unwrap();
    drop(keep(other.path(), &[(URL, OTHER)]));
    let spoil: [&dyn Fn(); 4] = [
        &|| fs::remove_dir_all(&index).unwrap(),
        &|| {
            // Every file but the list of files loses its second half.
            for entry in walk(&index) {
                if entry.extension().is_some_and(|end| end == "term" || end == "idx") {
                    let length = fs::metadata(&entry).unwrap().len();
                    let file = fs::File::options().write(true).open(&entry).unwrap();
                    file.set_len(length / 2).unwrap();
                }
            }
        },
        &|| fs::write(index.join("claims/meta.json"), "{").unwrap(),
        &|| {
            fs::remove_dir_all(&index).unwrap();
            fs::rename(other.path().join(INDEX), &index).unwrap();
        },
    ];
    for spoil in spoil {
        spoil();
        let (store, opened) = Store::open(folder.path(), &LANGUAGE, |_| {}).unwrap();
        assert!(opened.index_renewed.is_some(), "{opened:?}");
        assert_eq!(search(&store, "الوزير").any, Some(1));
        assert_eq!(search(&store, "المسافرين").any, Some(0));
    }
    assert_eq!(reindex(folder.path(), &LANGUAGE, |_| {}).unwrap(), 1);
    assert_eq!(faults(folder.path()), [""; 0]);
}

fn walk(folder: &std::path::Path) -> Vec<std::path::PathBuf> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() { files.extend(walk(&path)) } else { files.push(path) }
    }
    files
}

#[test]
fn a_backup_is_whole_while_others_write_and_comes_back() {
    let folder = tempfile::tempdir().unwrap();
    let mut writer = open_writer(folder.path()).unwrap();
    writer.put(&prepared(PAGE, Some(URL), None), NOW).unwrap();
    writer.commit().unwrap();
    writer.put(&prepared(OTHER, Some("https://b.example/2"), None), NOW).unwrap();
    let file = folder.path().join("copy.db");
    backup(folder.path(), &file, false, |_, _| {}).unwrap();
    assert!(matches!(
        backup(folder.path(), &file, false, |_, _| {}),
        Err(StoreError::Occupied { .. })
    ));
    drop(writer.finish().unwrap());
    // Into a new folder, and into the place of what is there.
    let new = tempfile::tempdir().unwrap();
    restore(&file, new.path(), false).unwrap();
    let store = open(new.path()).unwrap();
    assert_eq!(store.counts().unwrap().captures, 1);
    assert_eq!(search(&store, "الوزير").any, Some(1));
    drop(store);
    let again = restore(&file, folder.path(), false);
    assert!(matches!(again, Err(StoreError::Occupied { .. })), "{again:?}");
    restore(&file, folder.path(), true).unwrap();
    assert_eq!(open(folder.path()).unwrap().counts().unwrap().captures, 1);
    assert!(folder.path().join("record.db.before-restore").is_file());
}

#[test]
fn a_newer_a_foreign_and_a_missing_record_are_refused_unharmed() {
    let folder = tempfile::tempdir().unwrap();
    assert!(matches!(open(folder.path()), Err(StoreError::Missing { .. })));
    drop(keep(folder.path(), &[(URL, PAGE)]));
    let path = folder.path().join(RECORD);
    let sql = rusqlite::Connection::open(&path).unwrap();
    sql.pragma_update(None, "user_version", 99).unwrap();
    sql.pragma_update(None, "journal_mode", "DELETE").unwrap();
    drop(sql);
    let before = fs::read(&path).unwrap();
    for error in [
        open(folder.path()).map(|_| ()).unwrap_err(),
        open_writer(folder.path()).map(|_| ()).unwrap_err(),
        doctor(folder.path(), false).map(|_| ()).unwrap_err(),
    ] {
        assert!(matches!(error, StoreError::Newer { found: 99, .. }), "{error}");
        assert!(error.to_string().contains("use the later Khabar"));
    }
    assert!(fs::read(&path).unwrap() == before, "the newer record was changed");
    fs::write(&path, "a text, and no database at all, for sure").unwrap();
    for error in [
        open(folder.path()).map(|_| ()).unwrap_err(),
        open_writer(folder.path()).map(|_| ()).unwrap_err(),
        restore(&path, tempfile::tempdir().unwrap().path(), false).unwrap_err(),
    ] {
        assert!(matches!(error, StoreError::Foreign { .. }), "{error}");
    }
}

#[test]
fn one_writes_at_a_time_and_others_read() {
    let folder = tempfile::tempdir().unwrap();
    let mut writer = open_writer(folder.path()).unwrap();
    writer.put(&prepared(PAGE, Some(URL), None), NOW).unwrap();
    writer.commit().unwrap();
    let error = open_writer(folder.path()).map(|_| ()).unwrap_err();
    let process = std::process::id().to_string();
    assert!(
        matches!(&error, StoreError::Busy { holder: Some(id), .. } if *id == process)
    );
    assert!(error.to_string().contains("wait for it or stop it"));
    drop(writer.finish().unwrap());
    let mut writer = open_writer(folder.path()).unwrap();
    writer.put(&prepared(OTHER, Some("https://b.example/2"), None), NOW).unwrap();
    writer.commit().unwrap();
    let (store, opened) = Store::open(folder.path(), &LANGUAGE, |_| {}).unwrap();
    assert_eq!(opened.behind, 1);
    assert_eq!(search(&store, "الوزير").any, Some(1));
}

#[test]
fn a_damaged_page_is_named_and_what_is_left_is_saved() {
    let folder = tempfile::tempdir().unwrap();
    let pages: Vec<(String, String)> = (0..60)
        .map(|n| (format!("https://a.example/{n}"), format!("{PAGE} رقم {n}")))
        .collect();
    let pages: Vec<(&str, &str)> =
        pages.iter().map(|(url, text)| (url.as_str(), text.as_str())).collect();
    drop(keep(folder.path(), &pages));
    let path = folder.path().join(RECORD);
    let mut bytes = fs::read(&path).unwrap();
    // The last pages hold rows of the last captures.
    let from = bytes.len() - 3 * 4096;
    bytes[from..from + 4096].fill(0xA5);
    fs::write(&path, &bytes).unwrap();
    let found = faults(folder.path());
    assert!(!found.is_empty());
    assert!(found.iter().all(|fault| fault.contains("khabar restore")), "{found:?}");
    assert!(fs::read(&path).unwrap() == bytes, "the doctor changed the record");
    let to = tempfile::tempdir().unwrap();
    let (saved, lost) = salvage(folder.path(), to.path(), |_| {}).unwrap();
    assert!(saved >= 40, "{saved} saved, {lost} lost");
    let store = open(to.path()).unwrap();
    assert_eq!(store.counts().unwrap().captures, saved);
    assert_eq!(store.kept(1).unwrap().unwrap().bytes, pages[0].1.as_bytes());
}

#[test]
fn a_full_disk_undoes_the_batch_and_keeps_what_was_committed() {
    let folder = tempfile::tempdir().unwrap();
    let mut writer = open_writer(folder.path()).unwrap();
    writer.put(&prepared(PAGE, Some(URL), None), NOW).unwrap();
    writer.commit().unwrap();
    drop(writer.finish().unwrap());
    let mut writer = open_writer(folder.path()).unwrap();
    writer.limit_for_tests(20).unwrap();
    let mut failed = None;
    for n in 0..2_000 {
        let text = format!("{OTHER} رقم {n}");
        let url = format!("https://b.example/{n}");
        let put = writer
            .put(&prepared(&text, Some(&url), None), NOW)
            .and_then(|_| writer.commit());
        if let Err(error) = put {
            failed = Some((n, error));
            break;
        }
    }
    let (kept, error) = failed.expect("the limit is reached");
    assert!(matches!(error, StoreError::Full { .. }), "{error}");
    assert!(error.to_string().contains("make room"), "{error}");
    // Nothing more is taken until the store is opened anew.
    let again = writer.put(&prepared(PAGE, Some("https://c.example/1"), None), NOW);
    assert!(again.is_err());
    drop(writer);
    let store = open(folder.path()).unwrap();
    assert_eq!(store.counts().unwrap().captures, kept + 1);
    assert_eq!(search(&store, "المسافرين").any, Some(kept));
    assert_eq!(faults(folder.path()), [""; 0]);
}

#[test]
fn listings_give_every_row_that_the_filter_lets_through() {
    let folder = tempfile::tempdir().unwrap();
    let store = keep(folder.path(), &[(URL, PAGE), ("https://b.example/2", OTHER)]);
    let count = |listing, filter: &Filter| {
        let mut count = 0;
        store
            .list::<StoreError>(listing, filter, |row| {
                assert_eq!(row.columns.len(), row.values.len());
                count += 1;
                Ok(())
            })
            .map(|()| count)
    };
    let all = Filter::default();
    assert_eq!(count(Listing::Captures, &all).unwrap(), 2);
    assert_eq!(count(Listing::Documents, &all).unwrap(), 2);
    assert_eq!(count(Listing::Claims, &all).unwrap(), 2);
    let by = Filter { by: Some("وزير".to_owned()), ..Filter::default() };
    assert_eq!(count(Listing::Claims, &by).unwrap(), 1);
    assert!(count(Listing::Entities, &all).is_ok());
    assert!(count(Listing::Events, &all).is_ok());
    let error = count(Listing::Captures, &by).unwrap_err();
    assert!(error.to_string().contains("--by means nothing"), "{error}");
}
