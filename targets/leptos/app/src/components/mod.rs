mod day;
mod field;
mod icon;
mod post_card;
mod site_footer;
mod site_header;
mod theme_form;

pub use day::Day;
pub use field::Field;
pub use icon::{Drawing, Icon};
pub use post_card::PostCard;
pub use site_footer::SiteFooter;
pub use site_header::SiteHeader;
pub use theme_form::ThemeForm;
