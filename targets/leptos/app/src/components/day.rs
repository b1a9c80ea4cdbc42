use leptos::prelude::*;

/// A day in UTC, from UTC seconds.
#[component]
pub fn Day(seconds: i64) -> impl IntoView {
    let day = day_of(seconds);
    view! {
        <time class="date" datetime=day.clone()>
            {day.clone()}
        </time>
    }
}

/// As `YYYY-MM-DD`. A calendar of a browser's or a crate's own would be the largest part of the bundle.
///
/// The civil calendar by whole days: <https://howardhinnant.github.io/date_algorithms.html#civil_from_days>
fn day_of(seconds: i64) -> String {
    let days = seconds.div_euclid(86_400) + 719_468;
    let era = days.div_euclid(146_097);
    let day_of_era = days.rem_euclid(146_097);
    let year_of_era = (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let month_from_march = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * month_from_march + 2) / 5 + 1;
    let month = if month_from_march < 10 { month_from_march + 3 } else { month_from_march - 9 };
    let year = year_of_era + era * 400 + i64::from(month <= 2);
    format!("{year:04}-{month:02}-{day:02}")
}
