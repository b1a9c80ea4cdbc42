use scrypt::{
    Scrypt,
    password_hash::{PasswordVerifier, phc::PasswordHash},
};

/// Compares a password with a PHC string, `$scrypt$ln=14,r=8,p=1$salt$hash`. Takes long, as it is meant to.
pub fn is_password(password: &str, phc: &str) -> bool {
    PasswordHash::new(phc)
        .is_ok_and(|hash| Scrypt::default().verify_password(password.as_bytes(), &hash).is_ok())
}
