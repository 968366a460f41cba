//! Machines that keep a license, or kept one before; and questions without a status.

use std::fs;
use std::os::unix::fs::symlink;
use std::path::Path;

use countersign_core::machine::{Field, Machine};
use countersign_core::profile::Profile;
use countersign_core::protocol::binding::{Binding, Way};
use countersign_core::protocol::{Claims, Code, Edition, KeyId, Scheme, Secret, Signer};
use countersign_core::review::review;
use countersign_keep::{Activation, ActivationInput, ClockMemory, Keep, anchor_markers};
use countersign_testing::{bad_machine, good_machine, make_pipe, set_mode, write_file, write_sysfs};

use super::case::{Case, ISSUED, PRODUCT, TODAY, profile, recorded, seconds};

const FILLER: &str = "To Be Filled By O.E.M.";
const MASK: &str = "AA99999999999";

fn signer() -> Signer {
    Signer::from_seed(KeyId(0), [9; 32])
}

/// The terms that a license is requested with.
struct Asked {
    scheme: Scheme,
    way: Way,
    expires: Option<u16>,
}

const PLAIN: Asked = Asked { scheme: Scheme::Three, way: Way::Firmware, expires: None };

fn profile_text() -> String {
    profile(PRODUCT, MASK, &signer().pinned())
}

/// Returns the record of a license that a machine requested and accepted.
fn accepted(asked: &Asked, on: &Machine) -> Activation {
    let on = &recorded(on.clone());
    let profile = Profile::parse(&profile_text()).unwrap();
    let judged = review(on, &profile.policy);
    let binding = Binding::of(on, &judged, &profile.policy, &asked.way, Binding::marker2_of(on, &judged));
    let number = profile.mask.pack(&profile.mask.example()).unwrap();
    let secret = Secret::new([7; 10]);
    let input = |code| ActivationInput {
        code,
        product: &profile.product,
        number,
        nonce: secret.nonce(&profile.product, number),
        binding: &binding,
        anchors: anchor_markers(on, &judged, binding.marker2, None),
        secret: Some(secret.clone()),
        profile_id: profile.id,
        now: seconds(ISSUED),
    };
    let claims = Claims { edition: Edition(2), scheme: asked.scheme, issued: ISSUED, expires: asked.expires };
    let code = signer().sign(claims, &input(&Code([0; 70])).terms()).unwrap();
    Activation::accept(input(&code), &profile.keys).unwrap().0
}

/// Creates the cases in one folder.
struct Maker<'a> {
    home: &'a Path,
    cases: Vec<Case>,
}

impl Maker<'_> {
    /// Adds a machine without a record.
    fn bare(&mut self, name: &str, machine: &Machine, day: u16) -> &Case {
        self.cases.push(Case::new(self.home, name, &profile_text(), machine, day));
        self.cases.last().unwrap()
    }

    /// Adds a machine with the given record and the firmware of `now`.
    fn kept(&mut self, name: &str, record: &Activation, now: &Machine, day: u16) -> &Case {
        let case = self.bare(name, now, day);
        case.keep().store(record).unwrap();
        case
    }

    /// Adds the usual machine with the usual license, after `happens` has changed its files.
    fn spoilt(&mut self, name: &str, happens: impl FnOnce(&Case)) {
        let case = self.kept(name, &accepted(&PLAIN, &good_machine()), &good_machine(), TODAY);
        happens(case);
    }

    /// Like [`Maker::spoilt`], with another profile.
    fn with_profile(&mut self, name: &str, text: &str) {
        self.spoilt(name, |case| write_file(&case.profile(), text));
    }
}

/// Returns a machine in every state.
pub fn cases(home: &Path) -> Vec<Case> {
    let mut maker = Maker { home, cases: Vec::new() };
    of_the_license(&mut maker);
    of_the_machine(&mut maker);
    of_the_records(&mut maker);
    of_the_profile(&mut maker);
    of_the_recording(&mut maker);
    maker.cases
}

/// Writes an activated machine into the given folder, with a file `now` for its clock.
pub fn keep_activated(folder: &Path) {
    let name = folder.file_name().unwrap().to_str().unwrap();
    let mut maker = Maker { home: folder.parent().unwrap(), cases: Vec::new() };
    let case = maker.kept(name, &accepted(&PLAIN, &good_machine()), &good_machine(), TODAY);
    write_file(&folder.join("now"), case.now().to_string());
}

fn of_the_license(maker: &mut Maker<'_>) {
    let here = good_machine();
    let until = |day| accepted(&Asked { expires: Some(day), ..PLAIN }, &here);
    maker.bare("nothing is kept", &here, TODAY);
    maker.kept("activated", &accepted(&PLAIN, &here), &here, TODAY);
    maker.kept("activated until a day", &until(TODAY + 200), &here, TODAY);
    maker.kept("expires soon", &until(TODAY + 10), &here, TODAY);
    maker.kept("last day", &until(TODAY), &here, TODAY);
    maker.kept("expired", &until(TODAY - 1), &here, TODAY);
    maker.kept("clock behind", &accepted(&PLAIN, &here), &here, 10);
    maker.kept("clock ahead", &until(TODAY + 3000), &here, TODAY + 2000);
    let memory = Activation { clock: Some(ClockMemory::beginning(TODAY + 20)), ..until(TODAY + 10) };
    maker.kept("expired by a later day seen", &memory, &here, TODAY);
    maker.kept("older binding", &accepted(&Asked { scheme: Scheme::Two, ..PLAIN }, &here), &here, TODAY);
    let mut code = accepted(&PLAIN, &here);
    code.code.0[40] ^= 1;
    maker.kept("code altered", &code, &here, TODAY);
    let number = Activation { number_packed: [1; 6], secret: None, values: None, ..accepted(&PLAIN, &here) };
    maker.kept("number altered", &number, &here, TODAY);
}

fn of_the_machine(maker: &mut Maker<'_>) {
    let here = good_machine();
    let plain = accepted(&PLAIN, &here);
    let serial = |text| here.clone().with_value(Field::Serial, text);
    let board = here.clone().with_value(Field::BoardSerial, "M80F3A1C700999");
    maker.kept("serial changed", &plain, &serial("K516123456"), TODAY);
    let model = here.clone().with_value(Field::Model, "B450M Pro4");
    maker.kept("model changed", &plain, &model.with_value(Field::Manufacturer, "ASRock"), TODAY);
    maker.kept("another board", &plain, &board, TODAY);
    maker.kept("another board and a lost serial", &plain, &board.with_value(Field::Serial, FILLER), TODAY);
    maker.kept("serial lost", &plain, &serial(FILLER), TODAY);
    maker.kept("serial blank", &plain, &serial(""), TODAY);
    let lost = Activation { first_lost: Some(TODAY - 5), ..plain.clone() };
    maker.kept("serial lost for days", &lost, &serial(FILLER), TODAY);
    let over = Activation { first_lost: Some(TODAY - 100), ..plain };
    maker.kept("grace is over", &over, &serial(FILLER), TODAY);

    let bad = bad_machine();
    let declared = Way::Declare([None, None, Some("BR80G1234567".into())]);
    for (name, way) in [("recovered", Way::Recover), ("assigned", Way::Assign), ("declared", declared)] {
        let record = accepted(&Asked { way, ..PLAIN }, &bad);
        maker.kept(name, &record, &bad, TODAY);
        let mended = bad.clone().with_value(Field::Model, "H310M-R8").with_value(Field::Serial, "K516123456");
        maker.kept(&format!("{name}, then mended"), &record, &mended, TODAY);
        let moved = bad.clone().with_value(Field::BoardSerial, "M80F3A1C700999");
        maker.kept(&format!("{name}, another board"), &record, &moved, TODAY);
    }
}

fn of_the_records(maker: &mut Maker<'_>) {
    maker.spoilt("the file is lost", |case| fs::remove_dir_all(case.state()).unwrap());
    maker.spoilt("the UEFI record is lost", |case| fs::remove_file(case.efi_record()).unwrap());
    maker.spoilt("no UEFI", |case| fs::remove_dir_all(case.machine().join("firmware/efi")).unwrap());
    maker.spoilt("the file is damaged", |case| fs::write(case.record(), "{\"cou").unwrap());
    maker
        .spoilt("the UEFI record is damaged", |case| fs::write(case.efi_record(), b"\x07\0\0\0CSK").unwrap());
    maker.spoilt("both are damaged", |case| {
        fs::write(case.record(), "").unwrap();
        fs::write(case.efi_record(), "").unwrap();
    });
    for (name, version) in [("a newer program wrote the file", 3), ("an older program wrote the file", 1)] {
        maker.spoilt(name, |case| {
            let text = fs::read_to_string(case.record()).unwrap();
            fs::write(case.record(), text.replace("\"version\": 2", &format!("\"version\": {version}")))
                .unwrap();
            fs::remove_file(case.efi_record()).unwrap();
        });
    }
    maker.spoilt("another license in UEFI", |case| {
        let other = accepted(&Asked { expires: Some(TODAY + 90), ..PLAIN }, &good_machine());
        let aside = case.folder.join("aside");
        Keep::on_disk(&aside, Some(&case.efivars()), PRODUCT).store(&other).unwrap();
        fs::remove_dir_all(aside).unwrap();
    });
    maker.spoilt("given back", |case| drop(case.keep().release().unwrap()));
    let alone = |case: &Case| fs::remove_file(case.efi_record()).unwrap();
    maker.spoilt("others may write the folder", |case| {
        alone(case);
        set_mode(&case.state(), 0o777);
    });
    maker.spoilt("others may write the record", |case| {
        alone(case);
        set_mode(&case.record(), 0o666);
    });
    maker.spoilt("a link for a record", |case| {
        alone(case);
        let (record, there) = (case.record(), case.folder.join("there"));
        fs::rename(&record, &there).unwrap();
        symlink(&there, &record).unwrap();
    });
    maker.spoilt("a pipe for a record", |case| {
        alone(case);
        let record = case.record();
        fs::remove_file(&record).unwrap();
        make_pipe(&record);
    });
    maker.spoilt("a folder for a record", |case| {
        alone(case);
        let record = case.record();
        fs::remove_file(&record).unwrap();
        fs::create_dir(record).unwrap();
    });
    maker.spoilt("a file for the folder", |case| {
        alone(case);
        fs::remove_dir_all(case.state()).unwrap();
        write_file(&case.state(), "");
    });
    maker.spoilt("no tables", |case| fs::remove_dir_all(case.machine().join("firmware/dmi")).unwrap());
    let other_key = Signer::from_seed(KeyId(4), [8; 32]).pinned();
    maker.with_profile("a key that isn't pinned", &profile(PRODUCT, MASK, &other_key));
    let same_id = Signer::from_seed(KeyId(0), [8; 32]).pinned();
    maker.with_profile("another key of that id", &profile(PRODUCT, MASK, &same_id));
    maker.with_profile("a mask without that number", &profile(PRODUCT, "99", &signer().pinned()));
    maker.with_profile("another product", &profile("other-os", MASK, &signer().pinned()));
}

fn of_the_profile(maker: &mut Maker<'_>) {
    let good = profile_text();
    let (head, key) = good.split_once("[[keys]]").unwrap();
    maker.with_profile("no profile", "");
    maker.with_profile("no keys", head);
    maker.with_profile("bad key", &good.replace("public = \"", "public = \"zz"));
    maker.with_profile("twin keys", &format!("{good}\n[[keys]]{}", key.replace("id = 0", "id = 1")));
    maker.with_profile("unpublished", &good.replacen("id = 1", "id = 0", 1));
    maker.with_profile("large profile", &"#".repeat(300_000));
    maker.with_profile("profile of binary", "\u{1b}[2J\u{7}");
    maker.spoilt("missing profile", |case| fs::remove_file(case.profile()).unwrap());
    maker.spoilt("others may write the profile", |case| set_mode(&case.profile(), 0o666));
    maker.spoilt("a pipe for a profile", |case| {
        fs::remove_file(case.profile()).unwrap();
        make_pipe(&case.profile());
    });
}

fn of_the_recording(maker: &mut Maker<'_>) {
    let instead = |case: &Case, make: &dyn Fn(&Path)| {
        fs::remove_dir_all(case.machine()).unwrap();
        make(&case.machine());
    };
    maker.spoilt("missing recording", |case| instead(case, &|_| {}));
    maker.spoilt("empty folder", |case| instead(case, &|path| fs::create_dir(path).unwrap()));
    maker.spoilt("empty file", |case| instead(case, &|path| write_file(path, "")));
    maker.spoilt("no recording", |case| instead(case, &|path| write_file(path, "a poem")));
    maker.spoilt("cut recording", |case| instead(case, &|path| write_file(path, "# dmidecode 3.4\n")));
    maker.spoilt("a machine without firmware", |case| write_sysfs(&Machine::default(), &case.machine()));
}
