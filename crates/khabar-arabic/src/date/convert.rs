use icu_calendar::{
    Date as IcuDate,
    cal::{Hijri, Persian, hijri::UmmAlQura},
};
use jiff::civil::Date;
use khabar_doc::Calendar;

/// The civil date of a day of `calendar`, where there is such a day.
///
/// Hijri days are those of Umm al-Qura; outside the years of its table (1300 to 1600)
/// the tabular calendar stands in, which may be a day off.
pub(super) fn civil(calendar: Calendar, year: i32, month: i8, day: i8) -> Option<Date> {
    let (month_u8, day_u8) = (u8::try_from(month).ok()?, u8::try_from(day).ok()?);
    let iso = match calendar {
        Calendar::Gregorian => {
            return Date::new(i16::try_from(year).ok()?, month, day).ok();
        }
        Calendar::Hijri => IcuDate::try_new_hijri_with_calendar(
            year,
            month_u8,
            day_u8,
            Hijri::<UmmAlQura>::new_umm_al_qura(),
        )
        .ok()?
        .to_calendar(icu_calendar::Iso),
        Calendar::Persian => IcuDate::try_new_persian(year, month_u8, day_u8)
            .ok()?
            .to_calendar(icu_calendar::Iso),
    };
    from_iso(iso)
}

/// The day of another calendar that falls in the civil `year`.
pub(super) fn in_civil_year(
    calendar: Calendar,
    year: i32,
    month: i8,
    day: i8,
) -> Option<Date> {
    let first = Date::new(i16::try_from(year).ok()?, 1, 1).ok()?;
    let (from, _) = year_month(calendar, first)?;
    (from..=from + 1)
        .filter_map(|other| civil(calendar, other, month, day))
        .find(|date| i32::from(date.year()) == year)
}

/// Year and month of `date` in `calendar`.
pub(super) fn year_month(calendar: Calendar, date: Date) -> Option<(i32, i8)> {
    if calendar == Calendar::Gregorian {
        return Some((i32::from(date.year()), date.month()));
    }
    let iso = IcuDate::try_new_iso(
        i32::from(date.year()),
        u8::try_from(date.month()).ok()?,
        u8::try_from(date.day()).ok()?,
    )
    .ok()?;
    let (year, month) = match calendar {
        Calendar::Hijri => {
            let date = iso.to_calendar(Hijri::<UmmAlQura>::new_umm_al_qura());
            (date.year().extended_year(), date.month().ordinal)
        }
        _ => {
            let date = iso.to_calendar(Persian);
            (date.year().extended_year(), date.month().ordinal)
        }
    };
    Some((year, i8::try_from(month).ok()?))
}

/// The last day of a month of `calendar`.
pub(super) fn month_end(calendar: Calendar, year: i32, month: i8) -> Option<Date> {
    let (year, month) = if month == 12 { (year + 1, 1) } else { (year, month + 1) };
    civil(calendar, year, month, 1)?.yesterday().ok()
}

fn from_iso(iso: IcuDate<icu_calendar::Iso>) -> Option<Date> {
    Date::new(
        i16::try_from(iso.year().extended_year()).ok()?,
        i8::try_from(iso.month().ordinal).ok()?,
        i8::try_from(iso.day_of_month().0).ok()?,
    )
    .ok()
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn days_of_other_calendars() {
        for (calendar, (y, m, d), civil_day) in [
            (Calendar::Hijri, (1445, 9, 1), date(2024, 3, 11)),
            (Calendar::Hijri, (1443, 1, 1), date(2021, 8, 9)),
            (Calendar::Persian, (1400, 1, 1), date(2021, 3, 21)),
            (Calendar::Persian, (1403, 12, 30), date(2025, 3, 20)),
        ] {
            assert_eq!(civil(calendar, y, m, d), Some(civil_day));
            assert_eq!(year_month(calendar, civil_day), Some((y, m)));
        }
        assert_eq!(civil(Calendar::Gregorian, 2023, 2, 29), None);
        assert_eq!(civil(Calendar::Hijri, 1445, 13, 1), None);
        assert_eq!(month_end(Calendar::Gregorian, 2024, 2), Some(date(2024, 2, 29)));
    }
}
