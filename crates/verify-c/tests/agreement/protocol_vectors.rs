//! Cases for every protocol vector that gives a status: the license codes, and a code for each request,
//! marker and number.

#[allow(dead_code, reason = "the shapes of all vectors; some give no status")]
#[path = "../../../core/tests/vectors/shape.rs"]
mod shape;

use std::path::Path;

use countersign_core::machine::{Field, Origin};
use countersign_core::protocol::{
    Claims, Code, Edition, KeyId, Marker, Mask, PinnedKey, Request, Scheme, Signer, Terms,
};
use countersign_keep::KeepError;
use countersign_testing::good_machine;

use super::case::{Case, ISSUED, PRODUCT, TODAY, profile, record, recorded};
use shape::*;

const MASK: &str = "AA99999999999";

fn load<T: serde::de::DeserializeOwned>(name: &str) -> T {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../core/tests/vectors");
    toml::from_str(&std::fs::read_to_string(Path::new(folder).join(name)).unwrap()).unwrap()
}

/// Creates cases of codes in one folder.
struct Maker<'a> {
    home: &'a Path,
    signer: Signer,
    cases: Vec<Case>,
}

impl Maker<'_> {
    /// Adds a machine with the given values that stores the given code.
    fn keep(&mut self, name: &str, mask: &str, key: &PinnedKey, values: [&str; 3], kept: Kept<'_>, day: u16) {
        let Kept { terms, scheme, code } = kept;
        let Some(activation) = record(terms, scheme, code, values) else { return };
        let [maker, model, serial] = Field::BINDING;
        let machine = recorded(good_machine());
        let machine =
            machine.with_value(maker, values[0]).with_value(model, values[1]).with_value(serial, values[2]);
        let case = Case::new(
            self.home,
            &format!("{:03} {name}", self.cases.len()),
            &profile(PRODUCT, mask, key),
            &machine,
            day,
        );
        match case.keep().store(&activation) {
            Ok(_) => self.cases.push(case),
            // No record can hold these terms, so they give no status.
            Err(KeepError::Unencodable) => std::fs::remove_dir_all(&case.folder).unwrap(),
            Err(error) => panic!("{}: {error:?}", case.name),
        }
    }

    /// Like [`Maker::keep`], with a code that is signed here.
    fn sign(&mut self, name: &str, mask: &str, values: [&str; 3], scheme: Scheme, terms: &Terms) {
        let claims = Claims { edition: Edition(1), scheme, issued: ISSUED, expires: None };
        let code = self.signer.sign(claims, terms).unwrap();
        self.keep(name, mask, &self.signer.pinned(), values, Kept { terms, scheme, code: &code }, TODAY);
    }
}

struct Kept<'a> {
    terms: &'a Terms,
    scheme: Scheme,
    code: &'a Code,
}

fn terms(marker2: Option<Marker>, marker3: Option<Marker>, origins: [Origin; 3]) -> Terms {
    let number = super::case::usual_mask();
    let number = number.pack(&number.example()).unwrap();
    Terms { product: PRODUCT.into(), number, nonce: [7; 8], marker2, marker3, origins }
}

/// Returns a machine for every vector that gives a status.
pub fn cases(home: &Path) -> Vec<Case> {
    let mut maker = Maker { home, signer: Signer::from_seed(KeyId(0), [9; 32]), cases: Vec::new() };
    licenses(&mut maker);
    requests(&mut maker);
    markers(&mut maker);
    numbers(&mut maker);
    maker.cases
}

const VALUES: [&str; 3] = ["Example", "B450M Pro4", "BR80G1234567"];

fn licenses(maker: &mut Maker<'_>) {
    let vectors: Licenses = load("licenses.toml");
    for vector in &vectors.accepted {
        let key = PinnedKey { id: KeyId(vector.key_id), key: fixed(&vector.public) };
        let scheme = if vector.scheme == 2 { Scheme::Two } else { Scheme::Three };
        let (terms, code) = (vector.terms.terms(), Code(fixed(&vector.code)));
        for day in [vector.issued, vector.issued + 20] {
            maker.keep("license", MASK, &key, VALUES, Kept { terms: &terms, scheme, code: &code }, day);
        }
    }
    for vector in &vectors.refused {
        let key = PinnedKey { id: KeyId(vector.key_id), key: fixed(&vector.public) };
        let (terms, code) = (vector.terms.terms(), Code(fixed(&vector.code)));
        for scheme in [Scheme::Two, Scheme::Three] {
            maker.keep(
                "refused license",
                MASK,
                &key,
                VALUES,
                Kept { terms: &terms, scheme, code: &code },
                TODAY,
            );
        }
    }
    for vector in &vectors.signed_alike {
        let signer = Signer::from_seed(KeyId(vector.key_id), fixed(&vector.seed));
        let code = Code(fixed(&vector.code));
        for bytes_of_request in &vector.requests {
            let request = Request::decode(&bytes(bytes_of_request)).unwrap();
            let (terms, values) = (terms_of(&vector.product, &request), request.values.as_array());
            let kept = Kept { terms: &terms, scheme: Scheme::Three, code: &code };
            maker.keep("signed alike", MASK, &signer.pinned(), values, kept, vector.issued);
        }
    }
}

fn requests(maker: &mut Maker<'_>) {
    let vectors: Requests = load("requests.toml");
    for vector in &vectors.accepted {
        let request = vector.request();
        let (terms, values) = (terms_of(PRODUCT, &request), request.values.as_array());
        maker.sign("request", MASK, values, Scheme::Three, &terms);
        if terms.marker2.is_some() {
            maker.sign("request by anchor", MASK, values, Scheme::Two, &terms);
        }
    }
}

fn markers(maker: &mut Maker<'_>) {
    let vectors: Markers = load("markers.toml");
    for vector in &vectors.scheme3 {
        let values = vector.values.each_ref().map(String::as_str);
        let marker2 = vector.anchored.as_deref().map(|hex| Marker(fixed(hex)));
        let terms = terms(marker2, Some(Marker(fixed(&vector.marker))), [Origin::Firmware; 3]);
        maker.sign("marker", MASK, values, Scheme::Three, &terms);
    }
    for vector in &vectors.scheme2 {
        let terms = terms(Some(Marker(fixed(&vector.marker))), None, [Origin::Firmware; 3]);
        maker.sign("anchor", MASK, VALUES, Scheme::Two, &terms);
    }
    for vector in &vectors.assigned {
        let marker2 = Some(Marker(fixed(&vector.marker2)));
        let origins = [Origin::Firmware, Origin::Firmware, Origin::Assigned];
        let values = [VALUES[0], VALUES[1], &*vector.serial];
        maker.sign("assigned", MASK, values, Scheme::Three, &terms(marker2, marker2, origins));
    }
}

fn numbers(maker: &mut Maker<'_>) {
    let vectors: Numbers = load("numbers.toml");
    let marker3 = Marker(fixed("d1a35e4b5d51255fd37b"));
    for vector in &vectors.accepted {
        Mask::parse(&vector.mask).unwrap();
        let terms =
            Terms { number: fixed(&vector.packed), ..terms(None, Some(marker3), [Origin::Firmware; 3]) };
        maker.sign("number", &vector.mask, VALUES, Scheme::Three, &terms);
    }
    for vector in &vectors.refused_packed {
        let terms =
            Terms { number: fixed(&vector.packed), ..terms(None, Some(marker3), [Origin::Firmware; 3]) };
        maker.sign("refused number", &vector.mask, VALUES, Scheme::Three, &terms);
    }
}
