//! Whether this computer has a route to other networks.

use std::fs;

/// Whether the kernel has a default route. This only decides which route to the desk is selected first; the person can ask
/// over the network in any case.
#[must_use]
pub fn has_network() -> bool {
    let table = |path: &str| fs::read_to_string(path).unwrap_or_default();
    has_default_v4(&table("/proc/net/route")) || has_default_v6(&table("/proc/net/ipv6_route"))
}

/// Whether `/proc/net/route` has a default route: destination and mask are zero, and it is up (flag 1).
fn has_default_v4(table: &str) -> bool {
    table.lines().skip(1).any(|line| {
        let fields: Vec<&str> = line.split_whitespace().collect();
        let flags = fields.get(3).and_then(|flags| u32::from_str_radix(flags, 16).ok());
        fields.get(1) == Some(&"00000000")
            && fields.get(7) == Some(&"00000000")
            && flags.is_some_and(|flags| flags & 1 != 0)
    })
}

/// Whether `/proc/net/ipv6_route` has a default route: destination and prefix length are zero, and the device isn't `lo`.
fn has_default_v6(table: &str) -> bool {
    table.lines().any(|line| {
        let fields: Vec<&str> = line.split_whitespace().collect();
        fields.first().is_some_and(|to| to.bytes().all(|byte| byte == b'0'))
            && fields.get(1) == Some(&"00")
            && fields.last() != Some(&"lo")
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const HEAD: &str =
        "Iface\tDestination\tGateway \tFlags\tRefCnt\tUse\tMetric\tMask\t\tMTU\tWindow\tIRTT\n";

    #[test]
    fn a_default_route_is_a_network() {
        let own = "eth0\t0002000A\t00000000\t0001\t0\t0\t0\t00FFFFFF\t0\t0\t0\n";
        let default = "eth0\t00000000\t0202000A\t0003\t0\t0\t0\t00000000\t0\t0\t0\n";
        let down = "eth0\t00000000\t0202000A\t0002\t0\t0\t0\t00000000\t0\t0\t0\n";
        assert!(!has_default_v4(""));
        assert!(!has_default_v4(&format!("{HEAD}{own}{down}")));
        assert!(has_default_v4(&format!("{HEAD}{own}{default}")));
    }

    #[test]
    fn a_loopback_route_is_not_a_network() {
        let zeros = "0".repeat(32);
        let line = |device: &str| {
            format!("{zeros} 00 {zeros} 00 {zeros} ffffffff 00000001 00000000 00200200 {device:>8}\n")
        };
        assert!(!has_default_v6(&line("lo")));
        assert!(has_default_v6(&line("eth0")));
        assert!(!has_default_v6(&line("eth0").replacen("00 ", "40 ", 1)));
    }
}
