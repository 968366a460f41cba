//! Chinese words of the codes.

use crate::text::KeepLine as L;

/// Returns the Chinese words.
pub fn keep(line: L) -> &'static str {
    match line {
        L::KeepDenied => "您没有权限使用保存激活信息的目录。",
        L::KeepDeniedDo => "请以 root 身份重新运行（sudo countersign）。",
        L::KeepReadOnly => "保存激活信息的目录位于只读文件系统上。",
        L::KeepReadOnlyDo => "请以可写方式重新挂载，或用 --state 指定其他目录，以后的命令也要这样指定。",
        L::KeepFull => "磁盘已满，无法保存激活信息。",
        L::KeepFullDo => "请腾出少量空间（几 KB 即可），然后重试。",
        L::KeepAbsent => "无法创建保存激活信息的目录。",
        L::KeepAbsentDo => "请检查磁盘是否已挂载，或用 --state 指定目录。",
        L::KeepFault => "读写激活信息时磁盘出错。",
        L::KeepFaultDo => "请重试；如仍失败，请用 dmesg 查看磁盘错误。",
        L::KeepNotRegular => "状态目录中应为普通文件的位置是链接、管道、设备或目录。",
        L::KeepNotRegularDo => "请运行 countersign status，它会指出是哪个文件；移走后重试。",
        L::KeepOwner => "状态目录或其中的文件属于其他用户，因此不予使用。",
        L::KeepOwnerDo => "请运行 countersign status，它会给出 chown 命令。",
        L::KeepWritable => "其他用户可以写入状态目录或其中的文件，因此不予使用。",
        L::KeepWritableDo => "请运行 countersign status，它会给出 chmod 命令。",
        L::KeepCorrupt => "激活文件已损坏或被改动。",
        L::KeepCorruptDo => {
            "如果 UEFI 中有副本，将用它重写文件；否则请重新激活，服务台会再次答复同一台机器。"
        }
        L::KeepNewer => "激活文件由更高版本的程序写入。",
        L::KeepNewerDo => "请使用那个版本；当前版本不会改动该文件。",
        L::KeepOlder => "激活文件由更早版本的程序写入，已不再支持读取。",
        L::KeepOlderDo => "请运行 countersign 重新激活，服务台会再次答复同一台机器。",
        L::KeepDiffers => "文件与 UEFI 中保存的许可证不同，以适用于本机的为准。",
        L::KeepDiffersDo => "无需操作：验证通过的许可证会写入两处。",
        L::KeepReleased => "该许可证已在本机交还，其授权码在此不再有效。",
        L::KeepReleasedDo => "如需再次使用，请生成新的请求，向服务台索取新的授权码。",
        L::KeepNothing => "本机没有保存任何许可证，无可交还。",
        L::KeepNothingDo => "如果当时使用了其他配置文件或 --state 目录，请指定它。",
        L::EfiDenied => "您没有权限写入 UEFI：重装系统后激活信息会丢失。",
        L::EfiDeniedDo => "请以 root 身份重新运行，以便同时保存到 UEFI。",
        L::EfiReadOnly => "此处无法写入 UEFI：重装系统后激活信息会丢失。",
        L::EfiReadOnlyDo => {
            "请以 root 身份执行 mount -o remount,rw /sys/firmware/efi/efivars 后重试；部分固件设置会禁止写入。"
        }
        L::EfiFull => "固件存储空间已满：重装系统后激活信息会丢失。",
        L::EfiFullDo => {
            "可以继续。如需腾出空间，请删除旧启动项（efibootmgr）或 /sys/fs/pstore 中的崩溃记录，重启后再试。"
        }
        L::EfiAbsent => "本机没有可用的 UEFI 存储：激活信息只保存在磁盘上，重装后会丢失。",
        L::EfiAbsentDo => "可以继续。请保管好许可证号：重装后，服务台会再次答复同一台机器。",
        L::EfiFault => "固件保存激活信息失败；磁盘上已保存。",
        L::EfiFaultDo => "可以继续。重启后再次运行 countersign 可重试。",
        L::EfiMismatch => "固件报告成功，但保存的内容不一致。",
        L::EfiMismatchDo => "可以继续，以磁盘上的副本为准；更新固件可能解决此问题。",
        L::EfiCorrupt => "UEFI 中的副本已损坏。",
        L::EfiCorruptDo => "如果文件完好，将用它重写副本；否则请重新激活。",
        L::EfiNewer => "UEFI 中的副本由更高版本的程序写入。",
        L::EfiNewerDo => "请使用那个版本；当前版本不会改动该副本。",
        L::EfiOlder => "UEFI 中的副本由更早版本的程序写入，已不再支持读取。",
        L::EfiOlderDo => "无需操作：下次激活时会覆盖它。",
        L::EfiOlderBinding => "旧版绑定只保存在磁盘上，重装后会丢失。",
        L::EfiOlderBindingDo => "这是正常情况。如需重装后仍保留，请修正本机字段并改用完整绑定激活。",
        L::SessionBroken => "上次未完成的会话无法读取，已另存，未删除。",
        L::SessionBrokenDo => "请重新开始：已显示过的请求仍有记录，对应的授权码依然有效。",
        L::SessionNewer => "上次未完成的会话来自更高版本的程序，已另存。",
        L::SessionNewerDo => "请在此重新开始：已显示过的请求仍有记录，对应的授权码依然有效。",
        L::RequestsBroken => "未完成请求的列表已损坏。",
        L::RequestsBrokenDo => "如果授权码不匹配，请生成新的请求再次询问服务台，同一台机器会得到答复。",
        L::ReleasedBroken => "本机已交还许可证的列表已损坏；服务台仍有记录。",
        L::ReleasedBrokenDo => "无需操作。若 status 显示已交还的许可证，请再次运行 countersign release。",
        L::EarlierBroken => "本机以往字段值的记录已损坏，无法据此给出建议。",
        L::EarlierBrokenDo => "请改为查看机身标签上的值。",
        L::LockHeld => "本机上已有一个 countersign 在运行。",
        L::LockHeldDo => "请在那里继续，或先在那里退出，再在此重新启动。",
        L::NotActivated => "本机尚未激活。",
        L::NotActivatedDo => "请运行 countersign 进行激活。",
        L::MachineChanged => "本机与激活时不同：许可证绑定的是变更前的值。",
        L::MachineChangedDo => {
            "如果是固件丢失了字段值，请改回（在「修复」一步会有指引）；如果更换了部件，请联系服务台迁移许可证。"
        }
        L::LicenseExpired => "许可证已到期。",
        L::LicenseExpiredDo => "请向供应商续期，然后用 countersign request --new 重新申请。",
        L::LicenseInvalid => "此处保存的内容不是本产品和许可证号的有效许可证。",
        L::LicenseInvalidDo => "请运行 countersign 重新激活，服务台会再次答复同一台机器。",
        L::LicenseKeyUnknown => "许可证所用的签名密钥不在当前配置文件中。",
        L::LicenseKeyUnknownDo => "请安装产品的最新配置文件，或重新激活。",
        L::StatusNeedsRoot => "核对许可证所需的字段只有 root 能读取，因此无法判断。",
        L::StatusNeedsRootDo => "请以 root 身份运行：sudo countersign status。",
        L::StatusUnreadable => "核对许可证所需的某个字段无法读取。",
        L::StatusUnreadableDo => "请重启后再试；countersign inspect 会显示是哪个字段。",
        L::ValuesLost => "许可证所绑定的某个值已从固件中消失。主板未变，因此本机暂时保持激活。",
        L::ValuesLostDo => {
            "请重启机器；如果该值仍未恢复，请写回（countersign inspect 会说明做法），或用 countersign request --new --recover 重新申请。"
        }
        L::FirmwareMended => "激活时没有正常值的字段现在有了。许可证仍然有效。",
        L::FirmwareMendedDo => {
            "方便时请用 countersign request --new 重新申请，许可证将改为绑定固件自身的值。"
        }
        L::ExpiresSoon => "许可证即将到期。",
        L::ExpiresSoonDo => "请向供应商续期，然后用 countersign request --new 重新申请。",
        L::ClockBehind => "本机时钟早于一个已经过去的日期。",
        L::ClockBehindDo => "请校正时钟（timedatectl 或固件设置）。",
        L::ClockAhead => "本机时钟比此前见过的最晚日期晚 30 天以上。",
        L::ClockAheadDo => "如果时钟不对，请校正（timedatectl 或固件设置）；如果时钟正确，无需操作。",
        L::AnchorDiffers => "主板序列号、UUID 或网口与激活时不同，但所绑定的值相同。",
        L::AnchorDiffersDo => {
            "如果更换过主板，方便时请用 countersign request --new 重新申请；如果本磁盘是从另一台机器复制的，请向服务台为本机申请许可证。"
        }
    }
}
