//! English names of platforms.

use crate::text::PlatformLine as L;

/// Returns the English words.
pub fn platform(line: L) -> &'static str {
    match line {
        L::DeviceTree => "device tree",
        L::UBootBoard => "device tree (environment of U-Boot)",
        L::Cloud => "cloud",
    }
}
