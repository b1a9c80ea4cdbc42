use leptos::prelude::*;

/// What an icon shows.
#[derive(Clone, Copy)]
pub enum Drawing {
    Sun,
    Moon,
    Letter,
    Talk,
    Camera,
    Code,
}

impl Drawing {
    const fn path(self) -> &'static str {
        match self {
            Self::Sun => {
                "M12 8a4 4 0 1 0 0 8 4 4 0 0 0 0-8M12 2v2M12 20v2M2 12h2M20 12h2M5 5l1.4 1.4M17.6 17.6 19 19M19 5l-1.4 1.4M6.4 17.6 5 19"
            }
            Self::Moon => "M20 14.5A8.2 8.2 0 1 1 9.5 4 6.6 6.6 0 0 0 20 14.5",
            Self::Letter => "M3 6h18v12H3zM3 7l9 6.5L21 7",
            Self::Talk => "M4 5h16v11h-9l-4.5 4v-4H4zM8 9h8M8 12h5",
            Self::Camera => "M3 8h4l2-3h6l2 3h4v11H3zM12 10a3.5 3.5 0 1 0 0 7 3.5 3.5 0 0 0 0-7",
            Self::Code => "M8 7l-5 5 5 5M16 7l5 5-5 5M13.5 5l-3 14",
        }
    }
}

/// Hidden from screen readers: the link or button around it has a name.
#[component]
pub fn Icon(drawing: Drawing) -> impl IntoView {
    view! {
        <svg class="icon" viewBox="0 0 24 24" width="24" height="24" aria-hidden="true">
            <path d=drawing.path()></path>
        </svg>
    }
}
