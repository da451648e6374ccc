//! Whether a text is a public key that can check a signature: RSA, EC P-256 or Ed25519, in PEM form.

use super::limits::RSA_BITS_MIN;
use jsonwebtoken::jwk::{AlgorithmParameters, Jwk};
use jsonwebtoken::{Algorithm, DecodingKey, crypto};

/// Bytes of an Ed25519 key (RFC 8032 §5.1.5).
const ED25519_BYTES: usize = 32;

/// Why a text is no public key. The words never repeat the text, which may be a private key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PublicKeyFault {
    /// It is none in PEM form, or more than one.
    #[error("expected one public key in PEM form: it begins with -----BEGIN PUBLIC KEY-----")]
    NotPem,
    /// It is a certificate.
    #[error(
        "this is a certificate; expected the public key in it, as `openssl x509 -pubkey -noout` prints it"
    )]
    Certificate,
    /// It is a private key.
    #[error(
        "this is a private key, which belongs to the signer alone; expected its public key, as \
         `openssl pkey -pubout` prints it"
    )]
    Private,
    /// It is of a kind that cannot be used, or damaged.
    #[error("expected an undamaged public key of RSA with {RSA_BITS_MIN} to 4096 bits, EC P-256 or Ed25519")]
    Unusable,
}

/// Checks that the text is one public key, and that signatures can be checked with it.
pub(super) fn check(pem: &str) -> Result<(), PublicKeyFault> {
    let mut begins = pem.split("-----BEGIN ").skip(1);
    let (Some(begin), None) = (begins.next(), begins.next()) else { return Err(PublicKeyFault::NotPem) };
    match begin.split("-----").next() {
        Some("PUBLIC KEY" | "RSA PUBLIC KEY") => {}
        Some("CERTIFICATE") => return Err(PublicKeyFault::Certificate),
        Some(label) if label.ends_with("PRIVATE KEY") => return Err(PublicKeyFault::Private),
        Some(_) | None => return Err(PublicKeyFault::NotPem),
    }
    let bytes = pem.as_bytes();
    let usable = DecodingKey::from_rsa_pem(bytes).is_ok_and(|key| is_large_enough(&key))
        || DecodingKey::from_ec_pem(bytes).is_ok_and(|key| checks(&key, Algorithm::ES256))
        || DecodingKey::from_ed_pem(bytes).is_ok_and(|key| is_whole(&key) && checks(&key, Algorithm::EdDSA));
    usable.then_some(()).ok_or(PublicKeyFault::Unusable)
}

/// Whether an RSA key is one, and its modulus is large enough. Base64 has six bits a character.
fn is_large_enough(key: &DecodingKey) -> bool {
    let known = Jwk::from_decoding_key(key, None).map(|known| known.algorithm);
    matches!(known, Ok(AlgorithmParameters::RSA(rsa)) if rsa.n.len().saturating_mul(6) >= RSA_BITS_MIN)
}

/// Whether an Ed25519 key has all its bytes. The check of a signature takes them for granted.
fn is_whole(key: &DecodingKey) -> bool {
    key.try_get_as_bytes().is_ok_and(|bytes| bytes.len() == ED25519_BYTES)
}

/// Whether the key gets as far as finding a signature wrong.
fn checks(key: &DecodingKey, algorithm: Algorithm) -> bool {
    crypto::verify("", b"", key, algorithm) == Ok(false)
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;

    /// An RSA key of 2048 bits.
    const RSA: &str = "-----BEGIN PUBLIC KEY-----\n\
        MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEAvBPMvpUi552Mu4Vm5TIF\n\
        WQn4r2E6aIMpfFHh4XLzWE5+eAJ95hS798ne+7z3I06S6asnlqDMphdgD7BEsVmq\n\
        gDsB0IRXasJwe6JCiZpZFWUfu91qKwHI5OA03lRzVAF4XxQQzZ4Qkybc4mFwR4HI\n\
        CMHcUnynocttf+//KsmWvCm2YandjdbtzlmcbDQIhYUtlLewiMFWr471bSLw4Inv\n\
        1HjFvFYlmgs+NKZftjEQ8ZYpHQCtFd09o9TKdKfY6e9d1lJIqwvREPdRGMqUPiWU\n\
        9drJcsuRyrzq69UbIKYXWuvjkmP4cqvEISZ0G7BwGkRYvOkYyQDDU6A9XnwR3eod\n\
        QwIDAQAB\n\
        -----END PUBLIC KEY-----\n";
    /// The same in the older form.
    const RSA_PKCS1: &str = "-----BEGIN RSA PUBLIC KEY-----\n\
        MIIBCgKCAQEAvBPMvpUi552Mu4Vm5TIFWQn4r2E6aIMpfFHh4XLzWE5+eAJ95hS7\n\
        98ne+7z3I06S6asnlqDMphdgD7BEsVmqgDsB0IRXasJwe6JCiZpZFWUfu91qKwHI\n\
        5OA03lRzVAF4XxQQzZ4Qkybc4mFwR4HICMHcUnynocttf+//KsmWvCm2Yandjdbt\n\
        zlmcbDQIhYUtlLewiMFWr471bSLw4Inv1HjFvFYlmgs+NKZftjEQ8ZYpHQCtFd09\n\
        o9TKdKfY6e9d1lJIqwvREPdRGMqUPiWU9drJcsuRyrzq69UbIKYXWuvjkmP4cqvE\n\
        ISZ0G7BwGkRYvOkYyQDDU6A9XnwR3eodQwIDAQAB\n\
        -----END RSA PUBLIC KEY-----\n";
    /// A key on the curve P-256.
    const P256: &str = "-----BEGIN PUBLIC KEY-----\n\
        MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEPtJM0gDoNGLrp8g8lM/WgWP1ZOOh\n\
        pu6cGj5rbhQe0yNJCEV6NrFq4+eDJor9WB6AmE0x98XkLYh/eGDzeVwEPA==\n\
        -----END PUBLIC KEY-----\n";
    /// A key on the curve of Ed25519.
    pub(in crate::config) const ED25519: &str = "-----BEGIN PUBLIC KEY-----\n\
        MCowBQYDK2VwAyEAKTk2I71m7bpk41wLMaFw6RQtdVl+RxkuSs0ZdP/P0ZI=\n\
        -----END PUBLIC KEY-----\n";
    /// An RSA key of 1024 bits.
    const RSA_1024: &str = "MIGfMA0GCSqGSIb3DQEBAQUAA4GNADCBiQKBgQCuUSc0lzVnee2FbvfNs9MIQwmA\
        vLM2rzpdgTEi4Ix+Nswz2arMG7EgYEbxQBUKlyHlmdw/SOURw86XmOHKDtG2QfkQ\
        zkLuzdcYIDKW0x+luY2J4Mz7AIjL9ZveDNUAlf9i7nqIJ65hgjUcqPXioRA/pqUU\
        cbP4pjcVCZX/oflEcwIDAQAB";
    /// A key on the curve P-384.
    const P384: &str = "MHYwEAYHKoZIzj0CAQYFK4EEACIDYgAE177FP39qRoLVlq3mMt7ItEB9ZSsbU3Ci\
        N3Du7hMmqk8FkHiXhZTajsM6A4g0BEudwp6lbke2NqLPy5BhadrWlr5c4EwDi9qX\
        9byCKhyEJMh6Ipo+G8IQmfunnssfjiXr";

    /// The key of another curve or size with this text.
    fn public(base64: &str) -> String {
        format!("-----BEGIN PUBLIC KEY-----\n{base64}\n-----END PUBLIC KEY-----\n")
    }

    #[test]
    fn the_public_keys_that_tokens_are_signed_with_are_taken() {
        for pem in [RSA, RSA_PKCS1, P256, ED25519] {
            assert_eq!(check(pem), Ok(()), "{pem}");
            assert_eq!(check(&pem.replace('\n', "\r\n")), Ok(()), "{pem}");
            assert_eq!(check(&format!("\n{pem}\n")), Ok(()), "{pem}");
        }
    }

    #[test]
    fn what_is_no_public_key_is_refused_with_what_it_is() {
        let labelled = |label: &str| P256.replace("PUBLIC KEY", label);
        for (pem, fault) in [
            (String::new(), PublicKeyFault::NotPem),
            ("secret".into(), PublicKeyFault::NotPem),
            (P256.repeat(2), PublicKeyFault::NotPem),
            (labelled("EC PARAMETERS"), PublicKeyFault::NotPem),
            (labelled("CERTIFICATE"), PublicKeyFault::Certificate),
            (labelled("PRIVATE KEY"), PublicKeyFault::Private),
            (labelled("EC PRIVATE KEY"), PublicKeyFault::Private),
            (labelled("ENCRYPTED PRIVATE KEY"), PublicKeyFault::Private),
        ] {
            assert_eq!(check(&pem), Err(fault), "{pem}");
        }
    }

    #[test]
    fn a_key_that_no_signature_can_be_checked_with_is_refused() {
        let short = public(RSA_1024);
        let curve = public(P384);
        // The same point with one bit changed is not on the curve.
        let off_the_curve = P256.replace("PtJM", "PtJN");
        let cut_ed = public("MCUwBQYDK2VwAxwAKTk2I71m7bpk41wLMaFw6RQtdVl+RxkuSs0Z");
        let cut = P256.replace("MFkw", "");
        let no_base64 = ED25519.replace("MCow", "!!!!");
        for pem in [short, curve, off_the_curve, cut_ed, cut, no_base64] {
            assert_eq!(check(&pem), Err(PublicKeyFault::Unusable), "{pem}");
        }
    }
}
