//! Quoting and escaping for each place where a value is written, so that any value stays one value there.

/// Quotes a word for a POSIX shell.
pub(super) fn posix(word: &str) -> String {
    shlex::try_quote(word).map_or_else(|_| "''".to_owned(), std::borrow::Cow::into_owned)
}

/// Quotes a word for the unknown shell of a host: with double quotes where they mean the same in every shell, else with POSIX quotes.
pub(super) fn any_shell(word: &str) -> String {
    let plain = |c: char| c.is_ascii_alphanumeric() || "-_./:+=@,".contains(c);
    if !word.is_empty() && word.chars().all(plain) {
        word.to_owned()
    } else if word.chars().all(|c| plain(c) || " ()[]{}#~;?*<>|&'".contains(c) || c.is_alphanumeric()) {
        format!("\"{word}\"")
    } else {
        posix(word)
    }
}

/// Quotes a word for the UEFI shell and DOS: with double quotes, and a caret before characters that are special within them.
pub(super) fn double(word: &str) -> String {
    if !word.is_empty() && word.chars().all(|c| c.is_ascii_alphanumeric() || "-_./:+=@,".contains(c)) {
        return word.to_owned();
    }
    let mut out = String::from("\"");
    for c in word.chars() {
        if matches!(c, '"' | '^' | '%') {
            out.push('^');
        }
        out.push(c);
    }
    out.push('"');
    out
}

/// Whether a tool for DOS or the UEFI shell takes this value as a word: plain ASCII, without characters that are special within double
/// quotes, and not in the form of a switch.
pub(super) fn fits_simple_shell(value: &str) -> bool {
    fits_argument(value)
        && !value.starts_with('/')
        && value.chars().all(|c| c.is_ascii_alphanumeric() || " -_.,:/()+=@~".contains(c))
}

/// Whether a program takes this value as a word, and not as an option.
pub(super) fn fits_argument(value: &str) -> bool {
    !value.starts_with('-') && !value.is_empty()
}

/// Whether a FRU holds this value: 8-bit text of at most 63 bytes (IPMI FRU, section 13); ASCII is the same in every encoding.
pub(super) fn fits_fru(value: &str) -> bool {
    fits_argument(value) && value.len() <= 63 && value.chars().all(|c| c.is_ascii_graphic() || c == ' ')
}

/// Whether a value has the form of a Dell service tag: five to seven upper-case letters and digits.
pub(super) fn is_dell_tag(value: &str) -> bool {
    (5..=7).contains(&value.len())
        && value.bytes().all(|byte| byte.is_ascii_digit() || byte.is_ascii_uppercase())
}

/// Encodes a value as a YAML scalar in double quotes. A JSON string is also valid YAML.
pub(super) fn yaml(value: &str) -> String {
    serde_json::Value::from(value).to_string()
}

/// Whether a value is valid in an option of Cloud Hypervisor or crosvm, or in double quotes in a file of `xl` or an option of
/// Parallels.
pub(super) fn fits_plain_option(value: &str) -> bool {
    !value.is_empty() && value.chars().all(|c| c.is_ascii_alphanumeric() || " -_.:/()+@".contains(c))
}

/// Escapes a value as the text of an XML element.
pub(super) fn xml(value: &str) -> String {
    let mut out = String::with_capacity(value.len());
    for c in value.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&apos;"),
            _ => out.push(c),
        }
    }
    out
}

/// Escapes a value in a QEMU option. A single comma would end the value, so commas are doubled.
pub(super) fn qemu(value: &str) -> String {
    value.replace(',', ",,")
}

/// Encodes a value for a Proxmox VE property string with `base64=1`.
pub(super) fn proxmox(value: &str) -> String {
    data_encoding::BASE64.encode(value.as_bytes())
}

/// Whether a `.vmx` file can hold this value in double quotes without escapes.
pub(super) fn fits_vmx(value: &str) -> bool {
    value.chars().all(|c| (c.is_ascii_graphic() || c == ' ') && !matches!(c, '"' | '|' | '\\'))
}
