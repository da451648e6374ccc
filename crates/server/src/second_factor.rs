//! The arithmetic of second factors (TOTP, RFC 6238): secrets for authenticators, and which step of time a code belongs to. What
//! that means is for the desk to decide. A code has six digits and is good for its own 30 s, those before and those after.

use crate::engine::entropy::Entropy;
use handover_desk::{FactorSecret, TimeStep, Timestamp};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use totp_rs::{Builder, Secret};

/// Bytes of a secret: as many as the hash has (RFC 4226 §4, R6).
const SECRET_BYTES: usize = 20;

/// A fresh secret.
pub(crate) fn draw(entropy: &dyn Entropy) -> FactorSecret {
    let mut bytes = [0; SECRET_BYTES];
    entropy.fill(&mut bytes);
    FactorSecret(Secret::from(bytes).to_base32().into())
}

/// A secret as a client gives it back: 32 characters of Base32.
pub(crate) fn read(text: &str) -> Option<FactorSecret> {
    let secret = Secret::try_from_base32(text).ok()?;
    (secret.len() == SECRET_BYTES).then(|| FactorSecret(secret.to_base32().into()))
}

/// The address by which an authenticator takes a secret in.
pub(crate) fn address(secret: &FactorSecret, account: &str, login: &str) -> String {
    let escaped = |text| utf8_percent_encode(text, NON_ALPHANUMERIC);
    let (account, login) = (escaped(account), escaped(login));
    format!("otpauth://totp/Handover%20{account}:{login}?secret={}&issuer=Handover%20{account}", secret.0)
}

/// The step that a code belongs to, if it is one of those around `now`. Compared in constant time.
pub(crate) fn step_of(secret: &FactorSecret, code: &str, now: Timestamp) -> Option<TimeStep> {
    let secret = Secret::try_from_base32(&*secret.0).ok()?;
    let totp = Builder::new().with_secret(secret).build().ok()?;
    let now_s = u64::try_from(now.0).ok()? / 1_000;
    totp.check(code.trim(), now_s).map(TimeStep)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The secret of RFC 6238, Appendix B: "12345678901234567890".
    const RFC: &str = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";

    fn at(seconds: i64) -> Timestamp {
        Timestamp(seconds * 1_000)
    }

    #[test]
    fn codes_are_those_of_the_standard() {
        let secret = read(RFC).unwrap();
        // The last six of the eight digits in the table of the appendix.
        for (seconds, code) in [(59, "287082"), (1_111_111_109, "081804"), (2_000_000_000, "279037")] {
            let step = u64::try_from(seconds / 30).unwrap();
            assert_eq!(step_of(&secret, code, at(seconds)), Some(TimeStep(step)), "{seconds}");
        }
    }

    #[test]
    fn a_code_is_good_one_step_before_and_after_its_own_and_not_two() {
        let secret = read(RFC).unwrap();
        let own = 1_111_111_109 / 30 * 30;
        for (seconds, is_good) in [(-31, false), (-30, true), (0, true), (59, true), (60, false)] {
            let found = step_of(&secret, "081804", at(own + seconds));
            assert_eq!(found.is_some(), is_good, "{seconds}");
        }
        for code in ["", "81804", "0081804", "abcdef", "081805", "081804\u{0}"] {
            assert_eq!(step_of(&secret, code, at(own)), None, "{code:?}");
        }
    }

    #[test]
    fn a_secret_has_160_bits_in_base32_and_reads_back() {
        struct Sevens;
        impl Entropy for Sevens {
            fn fill(&self, buffer: &mut [u8]) {
                buffer.fill(7);
            }
        }
        let secret = draw(&Sevens);
        assert_eq!(secret.0.len(), 32);
        assert_eq!(read(&secret.0), Some(secret.clone()));
        for text in ["", "GEZDGNBVGY3TQOJQ", "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJ1", "a b"] {
            assert_eq!(read(text), None, "{text:?}");
        }
        let address = address(&secret, "12345678", "maya@example.com");
        assert!(
            address.starts_with("otpauth://totp/Handover%2012345678:maya%40example%2Ecom?secret="),
            "{address}"
        );
        assert!(!format!("{secret:?}").contains(&*secret.0));
    }
}
