//! Whether this computer has a network that leads anywhere.

use std::fs;

/// Whether a route beyond the own net stands in the kernel's tables. It decides what is offered first, nothing more:
/// where this is wrong, the desk can be asked all the same.
#[must_use]
pub fn network() -> bool {
    let table = |path: &str| fs::read_to_string(path).unwrap_or_default();
    default4(&table("/proc/net/route")) || default6(&table("/proc/net/ipv6_route"))
}

/// A line with destination and mask of zeros that is up (flag 1).
fn default4(table: &str) -> bool {
    table.lines().skip(1).any(|line| {
        let fields: Vec<&str> = line.split_whitespace().collect();
        let flags = fields.get(3).and_then(|flags| u32::from_str_radix(flags, 16).ok());
        fields.get(1) == Some(&"00000000")
            && fields.get(7) == Some(&"00000000")
            && flags.is_some_and(|flags| flags & 1 != 0)
    })
}

/// The same of IPv6: destination and prefix length of zeros, on a device that isn't `lo`.
fn default6(table: &str) -> bool {
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
        assert!(!default4(""));
        assert!(!default4(&format!("{HEAD}{own}{down}")));
        assert!(default4(&format!("{HEAD}{own}{default}")));
    }

    #[test]
    fn the_loopback_is_none() {
        let zeros = "0".repeat(32);
        let line = |device: &str| {
            format!("{zeros} 00 {zeros} 00 {zeros} ffffffff 00000001 00000000 00200200 {device:>8}\n")
        };
        assert!(!default6(&line("lo")));
        assert!(default6(&line("eth0")));
        assert!(!default6(&line("eth0").replacen("00 ", "40 ", 1)));
    }
}
