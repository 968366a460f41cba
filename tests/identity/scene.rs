//! An activated device whose machine then changes.

use std::fs;
use std::path::{Path, PathBuf};

use countersign_core::machine::{Field, Machine};
use countersign_testing::{CommandOutput, Desk, Device, IssuedCode, NUMBER, good_machine};

/// The first on-board port's address in every scene.
const MAC: &str = "00:25:90:eb:96:28";
/// The address of another network card.
pub const OTHER_MAC: &str = "00:25:90:eb:96:77";

/// A desk that allows every way.
pub fn desk() -> Desk {
    Desk::with(&["--assigned", "--declared", "any", "--older-binding"], &[])
}

/// A machine whose own values pass review, with board serial and UUID.
pub fn whole() -> Machine {
    good_machine().with_value(Field::Uuid, "1ddbeb7e-aea3-4ae3-8a57-61867d346372")
}

/// [`whole`] with a filler for the serial.
pub fn without_serial() -> Machine {
    whole().with_value(Field::Serial, "Default string")
}

/// [`without_serial`] with a filler for the board serial too.
pub fn without_serials() -> Machine {
    without_serial().with_value(Field::BoardSerial, "Default string")
}

/// The machine with another board: another board serial and UUID.
pub fn on_another_board(machine: Machine) -> Machine {
    machine
        .with_value(Field::BoardSerial, "M80F3A1C700999")
        .with_value(Field::Uuid, "2ddbeb7e-aea3-4ae3-8a57-61867d346399")
}

/// A device and its desk.
pub struct Scene {
    pub desk: Desk,
    pub device: Device,
}

impl Scene {
    /// A device that is not activated.
    pub fn new(machine: &Machine) -> Self {
        let desk = desk();
        let scene = Self { device: Device::new(machine, &desk), desk };
        scene.set_mac(MAC);
        scene
    }

    /// A device that was activated with these options of `request`.
    pub fn activated(machine: &Machine, way: &[&str]) -> Self {
        let scene = Self::new(machine);
        scene.activate(way);
        scene
    }

    /// Activates the device.
    pub fn activate(&self, way: &[&str]) -> IssuedCode {
        let ran = self.request(way);
        assert_eq!(ran.exit, 0, "{ran:#?}");
        let issued = self.desk.issue(ran.json()["url"].as_str().unwrap());
        self.device.enter(&issued);
        issued
    }

    /// Runs `request` with these options.
    pub fn request(&self, way: &[&str]) -> CommandOutput {
        self.device.run(&[&["request", "--json", "--number", NUMBER], way].concat())
    }

    /// The desk's answer to a new request with these options: how it was granted, or the code of the refusal.
    pub fn answer(&self, way: &[&str]) -> String {
        self.answer_to(self.request(&[&["--new"], way].concat()).json()["url"].as_str().unwrap())
    }

    /// The desk's answer to that request.
    pub fn answer_to(&self, url: &str) -> String {
        let json = self.desk.run(&["answer", url, "--json"]).json();
        json["reason"].as_str().unwrap_or_else(|| json["how"].as_str().unwrap()).to_owned()
    }

    /// The state and the notes that `status --json` tells.
    pub fn status(&self) -> Vec<String> {
        codes(&self.device.run(&["status", "--json"]))
    }

    /// Replaces the address of the only network port.
    pub fn set_mac(&self, address: &str) {
        let port = self.device.hardware().join("class/net/eno1");
        fs::create_dir_all(port.join("device")).unwrap();
        for (name, text) in
            [("address", address), ("addr_assign_type", "0"), ("type", "1"), ("device/class", "0x020000")]
        {
            fs::write(port.join(name), format!("{text}\n")).unwrap();
        }
    }

    /// Copies the state folder of another scene over that of this one, and with `efi` the UEFI variables too.
    pub fn take_state(&self, other: &Self, efi: bool) {
        copy(&other.device.state(), &self.device.state());
        if efi {
            copy(&other.device.efivars(), &self.device.efivars());
        }
    }

    /// A copy of the state folder to put back later.
    pub fn state_copy(&self) -> PathBuf {
        let copied = self.device.path("copy");
        copy(&self.device.state(), &copied);
        copied
    }

    /// Puts that copy in place of the state folder.
    pub fn put_state_back(&self, copied: &Path) {
        copy(copied, &self.device.state());
    }
}

/// The state and the notes of a status in JSON, without notes about the records themselves.
pub fn codes(ran: &CommandOutput) -> Vec<String> {
    let json = ran.json();
    assert!(json["error"].is_null(), "{ran:#?}");
    let notes = json["notes"].as_array().unwrap().iter().map(|note| note.as_str().unwrap().to_owned());
    std::iter::once(json["state"].as_str().unwrap().to_owned())
        .chain(notes.filter(|note| !note.starts_with("FILE-") && !note.starts_with("EFI-")))
        .collect()
}

/// Replaces a folder by a copy of another, with the modes of its files.
fn copy(from: &Path, to: &Path) {
    let _ = fs::remove_dir_all(to);
    fs::create_dir_all(to).unwrap();
    fs::set_permissions(to, fs::metadata(from).unwrap().permissions()).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        fs::copy(entry.path(), to.join(entry.file_name())).unwrap();
    }
}
