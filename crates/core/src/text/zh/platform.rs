//! Chinese names of platforms.

use crate::text::PlatformLine as L;

/// Returns the Chinese words.
pub fn platform(line: L) -> &'static str {
    match line {
        L::DeviceTree => "设备树",
        L::UBootBoard => "设备树（U-Boot 环境变量）",
        L::Cloud => "云平台",
    }
}
