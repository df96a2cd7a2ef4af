//! Many pages at once, given back in the order in which they came.

use std::{
    collections::BTreeMap,
    num::NonZeroUsize,
    panic::{AssertUnwindSafe, catch_unwind},
    sync::{
        Condvar, Mutex, PoisonError,
        atomic::{AtomicBool, Ordering},
        mpsc,
    },
    thread,
};

use anyhow::Context;

/// Stack of a reading thread, in bytes: deeply nested markup must not exhaust it. The
/// system only backs what is used.
const STACK_BYTES: usize = 64 << 20;

/// How many results may wait for an earlier one, for each thread.
const AHEAD: usize = 4;

/// Threads to read with: as many as were asked for, else one a processor.
pub(crate) fn jobs(asked: Option<NonZeroUsize>) -> NonZeroUsize {
    asked.or_else(|| thread::available_parallelism().ok()).unwrap_or(NonZeroUsize::MIN)
}

/// Runs `work` on all `items` with `jobs` threads, and gives the results to `take` in
/// the order of the items. Items are drawn one by one, as threads become free, so that
/// they may come from a stream of any length. Stops early where `take` fails. A panic in
/// `work` is the failure of its item alone.
///
/// # Errors
///
/// The first of `take`, or where no thread can be started.
pub(crate) fn each<I: Send, T: Send>(
    items: impl Iterator<Item = I> + Send,
    jobs: NonZeroUsize,
    work: impl Fn(&I) -> anyhow::Result<T> + Sync,
    mut take: impl FnMut(anyhow::Result<T>) -> anyhow::Result<()>,
) -> anyhow::Result<()> {
    let most = items.size_hint().1.unwrap_or(usize::MAX);
    let source = Mutex::new((0_usize, Some(items)));
    let stop = AtomicBool::new(false);
    let taken = (Mutex::new(0_usize), Condvar::new());
    let ahead = jobs.get().saturating_mul(AHEAD);
    let (send, receive) = mpsc::channel();
    let draw = || {
        let mut source = source.lock().unwrap_or_else(PoisonError::into_inner);
        let index = source.0;
        {
            // Waits where the results before have not been taken yet, so that one
            // slow page does not pile up the pages after it.
            let mut count = taken.0.lock().unwrap_or_else(PoisonError::into_inner);
            while index >= *count + ahead && !stop.load(Ordering::Relaxed) {
                count = taken.1.wait(count).unwrap_or_else(PoisonError::into_inner);
            }
        }
        if stop.load(Ordering::Relaxed) {
            return None;
        }
        let item = source.1.as_mut()?.next();
        match item {
            Some(item) => {
                source.0 += 1;
                Some((index, item))
            }
            None => {
                source.1 = None;
                None
            }
        }
    };
    let reader = |send: mpsc::Sender<(usize, anyhow::Result<T>)>| {
        while let Some((index, item)) = draw() {
            let result =
                catch_unwind(AssertUnwindSafe(|| work(&item))).unwrap_or_else(|_| {
                    Err(anyhow::anyhow!(
                        "the engine broke on this page; please report it with the page"
                    ))
                });
            drop(item);
            if send.send((index, result)).is_err() {
                return;
            }
        }
    };
    thread::scope(|scope| {
        for _ in 0..jobs.get().min(most) {
            let send = send.clone();
            thread::Builder::new()
                .stack_size(STACK_BYTES)
                .spawn_scoped(scope, || reader(send))
                .context("no thread could be started; try --jobs 1")?;
        }
        drop(send);
        let mut waiting = BTreeMap::new();
        let mut outcome = Ok(());
        let mut due = 0;
        while let Ok((index, result)) = receive.recv() {
            waiting.insert(index, result);
            while let Some(result) = waiting.remove(&due) {
                if outcome.is_ok() {
                    outcome = take(result);
                }
                due += 1;
            }
            stop.fetch_or(outcome.is_err(), Ordering::Relaxed);
            *taken.0.lock().unwrap_or_else(PoisonError::into_inner) = due;
            taken.1.notify_all();
        }
        outcome
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn jobs(n: usize) -> NonZeroUsize {
        NonZeroUsize::new(n).unwrap()
    }

    #[test]
    fn results_come_in_order_whatever_their_time() {
        let items: Vec<u64> = (0..60).collect();
        for n in [1, 2, 7] {
            let mut seen = Vec::new();
            each(
                items.iter().copied(),
                jobs(n),
                |&i| {
                    thread::sleep(std::time::Duration::from_millis((i * 7) % 5));
                    Ok(i)
                },
                |r| {
                    seen.push(r.unwrap());
                    Ok(())
                },
            )
            .unwrap();
            assert_eq!(seen, items);
        }
    }

    #[test]
    fn a_panic_fails_its_item_only() {
        let (mut failed, mut place) = (Vec::new(), 1);
        each(
            [1, 2, 3].into_iter(),
            jobs(2),
            |&i| {
                assert_ne!(i, 2, "broken on purpose");
                Ok(())
            },
            |r| {
                if r.is_err() {
                    failed.push(place);
                }
                place += 1;
                Ok(())
            },
        )
        .unwrap();
        assert_eq!(failed, [2]);
    }

    #[test]
    fn a_failure_to_take_ends_the_run() {
        let items: Vec<u32> = (0..10_000).collect();
        let mut taken = 0;
        let end = each(
            items.iter(),
            jobs(2),
            |&&i| Ok(i),
            |_| {
                taken += 1;
                anyhow::bail!("full")
            },
        );
        assert!(end.is_err());
        assert_eq!(taken, 1);
    }
}
