use leptos::prelude::*;

/// A labelled line of a form.
#[component]
pub fn Field(
    name: &'static str,
    label: &'static str,
    r#type: &'static str,
    autocomplete: &'static str,
) -> impl IntoView {
    view! {
        <div class="field">
            <label class="label" for=name>
                {label}
            </label>
            <input class="input" id=name name=name type=r#type autocomplete=autocomplete required/>
        </div>
    }
}
