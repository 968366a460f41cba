//! Hostile values do not break out of their quotes.

use super::*;
use crate::remedy::quote;

/// Hostile values that review accepts: anything without control characters.
fn nasty() -> impl Strategy<Value = String> {
    let parts = prop::sample::select(vec![
        "'",
        "\"",
        "`",
        "$(reboot)",
        "$HOME",
        ";",
        "&&",
        "|",
        "<",
        ">",
        "</entry>",
        "]]>",
        "&",
        ",",
        ",,",
        "=",
        "uuid=",
        "\\",
        "%PATH%",
        "^",
        "!",
        "#",
        "*",
        "?",
        "-",
        "/",
        "--",
        " ",
        "A1",
        "世",
        "~",
        "{x}",
        "\u{2019}",
    ]);
    prop::collection::vec(parts, 1..10).prop_map(|parts| parts.concat())
}

proptest! {
    #[test]
    fn no_value_breaks_out_of_a_posix_line(value in nasty()) {
        let words = vec!["ipmitool".to_owned(), value];
        for at in [CommandLocation::Here, CommandLocation::Bmc] {
            let line = Command { location: at, words: words.clone(), runnable: false }.shell();
            prop_assert_eq!(shlex::split(&line), Some(words.clone()));
        }
        // Within the double quotes for a host's shell, a POSIX shell must expand nothing.
        let host = CommandLocation::Host(Hypervisor::VirtualBox);
        let line = Command { location: host, words: words.clone(), runnable: false }.shell();
        prop_assert_eq!(shlex::split(&line), Some(words.clone()));
        let mut single = false;
        for c in line.chars() {
            if c == '\'' && !line.contains('"') { single = !single }
            prop_assert!(!matches!(c, '$' | '`') || single || line.contains('\''));
        }
    }

    #[test]
    fn no_value_breaks_out_of_xml(value in nasty()) {
        let escaped = quote::xml(&value);
        prop_assert!(!escaped.contains(['<', '>', '"', '\'']));
        let back = escaped.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&apos;", "'").replace("&amp;", "&");
        prop_assert_eq!(back, value);
    }

    #[test]
    fn no_value_breaks_out_of_a_qemu_option(value in nasty()) {
        let escaped = quote::qemu(&value);
        // QEMU reads a doubled comma as one; a single comma ends the value.
        let mut chars = escaped.chars().peekable();
        let mut read = String::new();
        let mut ended = false;
        while let Some(c) = chars.next() {
            if c == ',' {
                ended |= chars.next() != Some(',');
            }
            read.push(c);
        }
        prop_assert!(!ended);
        prop_assert_eq!(read, value);
    }

    #[test]
    fn no_value_breaks_out_of_a_proxmox_property(value in nasty()) {
        let encoded = quote::proxmox(&value);
        prop_assert!(encoded.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"+/=".contains(&byte)));
        prop_assert_eq!(data_encoding::BASE64.decode(encoded.as_bytes()).ok(), Some(value.into_bytes()));
    }

    #[test]
    fn simple_shells_get_plain_values_only(value in nasty()) {
        let machine = white_box();
        if let Some(remedy) = remedy_for_value(&machine, &review(&machine, &OPEN), Field::Serial, &value)
            && let Some(command) = remedy.command
        {
            let line = command.shell();
            prop_assert!(!line.contains(['^', '%', '$', '`', '|', '<', '>', '&', ';', '#', '*', '?', '\'']));
            prop_assert!(line.matches('"').count() <= 2);
        }
    }

    #[test]
    fn a_value_is_never_an_option(value in nasty()) {
        let mut machine = white_box();
        machine.tools = vec![Tool::Amidelnx, Tool::H2osde, Tool::Ipmitool, Tool::Sum, Tool::Onecli];
        for family in [Family::Ami, Family::Insyde, Family::Supermicro, Family::LenovoServer, Family::Unknown] {
            machine.firmware.family = family;
            machine.has_bmc = family == Family::Unknown;
            let Some(remedy) = remedy_for_value(&machine, &review(&machine, &OPEN), Field::Serial, &format!("-{value}")) else { continue };
            prop_assert_eq!(remedy.command, None);
        }
    }
}
