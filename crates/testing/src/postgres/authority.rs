//! A certificate authority for servers.

use std::path::{Path, PathBuf};

use rcgen::{
    BasicConstraints, CertificateParams, CertifiedIssuer, DistinguishedName, DnType, IsCa, KeyPair,
    date_time_ymd,
};

/// A certificate authority, with its own certificate in a file.
pub struct Authority {
    issuer: CertifiedIssuer<'static, KeyPair>,
    /// The file of its own certificate.
    pub path: PathBuf,
}

/// The certificate and the key of a server, as PEM.
pub struct ServerCertificate {
    /// The certificate.
    pub certificate: String,
    /// The private key.
    pub key: String,
}

impl Authority {
    /// Creates an authority of this name, with its certificate in `FOLDER/NAME.pem`.
    pub fn new(folder: &Path, name: &str) -> Self {
        let mut params = CertificateParams::new(Vec::new()).unwrap();
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        params.distinguished_name = DistinguishedName::new();
        params.distinguished_name.push(DnType::CommonName, name);
        let issuer = CertifiedIssuer::self_signed(params, KeyPair::generate().unwrap()).unwrap();
        let path = folder.join(format!("{name}.pem"));
        std::fs::write(&path, issuer.pem()).unwrap();
        Self { issuer, path }
    }

    /// Issues a certificate for this host.
    pub fn issue(&self, host: &str) -> ServerCertificate {
        self.sign(CertificateParams::new(vec![host.to_owned()]).unwrap())
    }

    /// Issues an expired certificate for this host.
    pub fn issue_expired(&self, host: &str) -> ServerCertificate {
        let mut params = CertificateParams::new(vec![host.to_owned()]).unwrap();
        params.not_before = date_time_ymd(2020, 1, 1);
        params.not_after = date_time_ymd(2021, 1, 1);
        self.sign(params)
    }

    fn sign(&self, params: CertificateParams) -> ServerCertificate {
        let key = KeyPair::generate().unwrap();
        let certificate = params.signed_by(&key, &self.issuer).unwrap();
        ServerCertificate { certificate: certificate.pem(), key: key.serialize_pem() }
    }
}
