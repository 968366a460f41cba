//! The container this program runs in, by the marks that runtimes leave.

use countersign_core::machine::Container;

use super::tree::{SMALL, Tree};

/// The container, from the file system's root and `/proc`.
pub fn detect(root: &Tree, proc: &Tree) -> Option<Container> {
    // What systemd noted at start, or what the runtime told the first process (only root sees that).
    let told = root.line("run/systemd/container").or_else(|| {
        let environment = proc.read("1/environ", SMALL).ok()?;
        let entry =
            environment.split(|byte| *byte == 0).find_map(|entry| entry.strip_prefix(b"container="))?;
        Some(String::from_utf8_lossy(entry).into_owned())
    });
    if let Some(name) = told.filter(|name| !name.is_empty()) {
        return Some(match name.as_str() {
            "lxc" | "lxc-libvirt" | "incus" => Container::Lxc,
            "systemd-nspawn" => Container::Nspawn,
            "docker" | "podman" | "oci" | "crio" | "containerd" => Container::Oci,
            _ => Container::Other,
        });
    }
    if root.has(".dockerenv") || root.has("run/.containerenv") {
        return Some(Container::Oci);
    }
    let groups = proc.line("1/cgroup")?;
    let holds = |words: &[&str]| words.iter().any(|word| groups.contains(word));
    if holds(&["/docker", "/kubepods", "/libpod", "containerd", "/crio-"]) {
        Some(Container::Oci)
    } else if holds(&["/lxc/", "/lxc.payload"]) {
        Some(Container::Lxc)
    } else if holds(&["machine.slice/systemd-nspawn"]) {
        Some(Container::Nspawn)
    } else {
        None
    }
}
