mod about;
mod error;
mod home;
mod login;
mod post;
mod posts;
mod signup;

pub use about::AboutPage;
pub use error::{ErrorPage, NotFoundPage};
pub use home::HomePage;
pub use login::LoginPage;
#[cfg(feature = "ssr")]
pub use login::SignInFailed;
pub use post::PostPage;
pub use posts::PostsPage;
pub use signup::SignupPage;
