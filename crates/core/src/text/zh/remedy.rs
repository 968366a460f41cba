//! Remedies.

use crate::text::{RemedyLine as L, RemedySentence as S};

/// The Chinese words.
pub fn remedy(line: L) -> &'static str {
    match line {
        L::TitleEarlier => "恢复这台机器以前的值",
        L::TitleElsewhere => "使用本机其他位置的值",
        L::TitleFirmware => "在固件中写入",
        L::TitleReadAgain => "重新读取",
        L::TitleDeclare => "按机身标签输入",
        L::TitleOlderBinding => "最后的办法：旧版绑定（由服务台在线签发）",
        L::TitleHost => "在宿主机上设置",
        L::TitleStop => "只有厂商或服务商能设置此项",
        L::SourceEarlier => "本机以前的记录",
        L::SourceEarlierDeclared => "本机以前的记录（按标签输入）",
        L::SourceDellUuid => "UUID 中包含的服务标签",
        L::SourceHpUuid => "UUID 中包含的序列号",
        L::SourceBarebone => "已知的同类准系统笔记本",
        L::SourceOemString => "厂商写在固件里的字符串",
        L::SourceDeviceTree => "设备树",
        L::SourceLabel => "机身标签",
        L::SourceHostChoice => "由宿主机管理员决定",
        L::AtHere => "在本机上，以 root 运行：",
        L::AtHost => "在这台虚拟机的宿主机上运行：",
        L::AtUefiShell => "在本机的 UEFI Shell 中运行：",
        L::AtDos => "在本机的 DOS 中运行：",
        L::AtBmc => "在能连到 BMC 的任一电脑上运行：",
        L::AtConfigFile => "要填入的内容：",
        L::BackUp => "先留一份备份：dmidecode --dump-bin before.bin",
        L::QuirksCaution => "有些驱动依据制造商和型号工作：改动后请检查屏幕、触摸和声音。改序列号没有影响。",
        L::OtherActivations => "其他绑定了这些值的软件（Windows、管理系统）可能需要重新激活。",
        L::CloudInitCaution => "如果序列号以 ds= 开头，cloud-init 依靠它启动：请勿改动。",
        L::WriteProtected => "如果固件拒绝写入，只能由厂商处理。",
        L::FillInBmc => "把 USER:PASSWORD@BMC 换成 BMC 的用户名、密码和地址。",
        L::Enter => "输入命令。",
        L::QemuOption => "在宿主机上，把该选项加到启动 QEMU 的命令行里（脚本或服务中）。",
        L::IntelToolkit => {
            "英特尔自有主板用其 Integrator Toolkit 设置（NUC：在 UEFI Shell 中运行 ITK6.efi）：请向英特尔索取。"
        }
        L::UBootSerial => "U-Boot 的序列号取自其环境变量 serial#：请询问制作者如何设置。",
        L::UBootTree => "U-Boot 的这些信息取自其设备树的 smbios 部分：请询问制作者。",
        L::StartUefiShell => "用存有该工具的 U 盘启动 UEFI Shell，工具在其中运行。",
        L::StartDos => "用存有该工具的 U 盘启动 DOS，工具在其中运行。",
        L::AskHost => "这是虚拟机：由宿主机管理员设置。",
        L::ShutDownVm => "关闭这台虚拟机。",
        L::EditDomain => "用 virsh edit 打开它的定义：smbios 一行放进已有的 <os> 内，其余与之并列。",
        L::EditVmx => "把这些行加入 .vmx 文件（适用于 Workstation 和 Fusion）。",
        L::ColdStartVm => "从宿主机启动它；在系统内重启是不够的。",
        L::HpSetup => "开机时按 F10，进入 Main > Set Machine Unique Data（旧机型：Security > System IDs）。",
        L::HpEditMode => "如果各项是灰色的，按 Ctrl+A 进入编辑。",
        L::HpOnce => "其中有些只能写一次：保存前请逐字核对。",
        L::HpeSetup => {
            "在 System Utilities 的 BIOS/Platform Configuration、Advanced Options 中找到序列号一项。"
        }
        L::HpeIlo => "Gen11 且 iLO 6 低于 1.66 时请先升级 iLO：旧版本可能清空序列号。",
        L::DellPrompt => "主板没有服务标签时，开机的 BIOS 设置会要求输入；若没有要求，请联系 Dell。",
        L::DellOnce => "服务标签只能写一次，之后只有 Dell 能清除。请逐字核对。",
        L::DellUuidFollows => "UUID 由服务标签得出，会随之恢复正常。",
        L::LenovoDisk => {
            "请向联想索取本机型的维护盘或工具。ThinkPad 的维护盘：选 Set System Identification、Add S/N data，再分配 UUID。"
        }
        L::LenovoBoard => "INVALID 表示更换过主板但没有写入信息：请联系联想服务完成。",
        L::SupermicroStores => "BMC 里另有一份，两处都要写：",
        L::FruAtNextStart => "许多这类主板会在下次启动时采用 BMC 中的值。",
        L::ChromeWriteProtect => "为此须先关闭固件写保护。",
        L::CorebootImage => {
            "coreboot 的这些值在镜像里；Dasharo 可用 dcu 工具写入序列号和 UUID。请询问镜像的制作者。"
        }
        L::BurntIn => "这块板子的值是烧录好的，不能设置。",
        L::MakerService => "只有厂商售后能设置：请联系售后，并准备好标签上的值。",
        L::AskMaker => "请向主板或整机厂商索取写入固件信息的工具。",
        L::CloudProvider => "这是云主机：这些信息属于服务商，无法更改。",
        L::RunOnHost => "请在宿主机上运行本程序，不要在容器里运行。",
        L::NoSmbios => "这台机器没有 SMBIOS，没有可以设置的地方。",
        L::AsRoot => "请用 root（sudo）启动本程序。",
        L::Restart => "请重启一次电脑：有些固件的信息表会恢复。",
        L::ColdBoot => "关机，断电 10 秒，再开机。",
        L::ReadAgain => "然后重新读取各字段。",
        L::DeclaredMarked => {
            "在机器上的 countersign 里输入：该值只对本机有效，服务台会看到它是照标签输入的。"
        }
        L::OlderOnlineOnly => "只能在线使用。",
        L::OlderLostOnReinstall => "重装系统后会丢失。",
        L::OlderNotInUefi => "不会保存在 UEFI 中。",
        L::OlderMovesUp => "各字段改正后请再激活一次：许可证会升级为完整绑定。",
        L::OlderAtRoute => "在机器上的第 4 步「途径」中选择旧版绑定；只有联网版程序才有这一项。",
        L::DeclaredSeen => "按标签输入的值只对本机有效，服务台会看到它是照标签输入的。",
        L::LabelAssigned => "请把分配的序列号写在机身标签上，便于自己查对。",
        L::CommandAtMachine => "在机器上的第 3 步「修复」中会显示命令，请在那里输入。",
        L::StartShellOrDos => {
            "不知道这台机器的启动方式：如果是 UEFI，用存有该工具的 U 盘启动 UEFI Shell；否则启动 DOS。"
        }
        L::EfiOrPcbios => {
            "不知道这台虚拟机的启动方式：如果是 UEFI，输入含 efi 的命令；否则输入含 pcbios 的命令。两种不要都输入。"
        }
        L::SourceSocSerial => "芯片的序列号",
        L::IfLibvirt => "如果由 libvirt 管理，请改为把这些行放进它的定义（virsh edit）。",
        L::IfProxmox => {
            "如果由 Proxmox VE 管理，请改为在其节点上输入此命令，VMID 换成它的编号。命令会替换全部值：uuid 请保留 qm config 显示的，各值用 Base64。"
        }
        L::EditVmObject => {
            "把 kind: VirtualMachine 的各行加入该对象（kubectl edit vm）；虚拟机的所有者即可操作。"
        }
        L::EditKubeVirtObject => {
            "只有集群管理员能设置：把 kind: KubeVirt 的各行加入该对象（Harvester 在其 kubevirt 配置中），对集群内所有虚拟机生效。"
        }
        L::CloudHypervisorOption => "在宿主机上，把该选项加到启动它的 cloud-hypervisor 命令里。",
        L::CrosvmOption => "在宿主机上，把该选项加到启动它的 crosvm run 命令里。",
        L::EditXlFile => "由 xl 管理时：在 dom0 上把这一行加入该虚拟机的配置文件。",
        L::ProxmoxWhole => "这条命令会替换整个 smbios1 设置：请先用 qm config 核对，并保留其中的 uuid。",
        L::RawQemuWhole => "这条命令会替换 raw.qemu 原有的内容：请先查看，并保留其中的其他选项。",
        L::OvirtPolicy => {
            "在引擎中：编辑虚拟机，系统，提供自定义序列号策略：选虚拟机 ID，或选自定义并填入该值。"
        }
        L::OpenStackOperator => "这是 OpenStack 云主机：只有云平台的运维方能设置，使用者不能。",
        L::NovaSerial => {
            "请运维方在 nova.conf 的 [libvirt] 中设置 sysinfo_serial=unique，然后停止并启动该实例。"
        }
        L::ParallelsFlag => "把这一行加入启动标志（硬件，启动顺序）；Apple 芯片的 Mac 上没有办法设置。",
        L::AppleVirtualization => "Apple 的虚拟化框架不能设置序列号：没有人能更改这些信息。",
        L::NoSmbiosInVm => {
            "这类虚拟机没有 SMBIOS，虚拟机和宿主机都无法设置；请向宿主机管理员要另一类虚拟机。"
        }
        L::Wsl => "WSL 没有 SMBIOS，没有可以设置的地方：请把系统装在电脑上或单独的虚拟机里。",
        L::FruRisk => "FRU 一旦损坏，BMC 和固件会全部弃用：请保留备份。与旧值一样长的值最稳妥。",
        L::VpdRisk => "写入中断可能导致电脑无法启动。企业注册与此序列号绑定。",
        L::UBootRisk => "如果 /etc/fw_env.config 与本板不符，工具会覆盖其他数据：旧值必须先能正常显示。",
        L::UBootOnce => "已设置的 serial#，U-Boot 可能拒绝更改。",
        L::VendorStorageAlone => "这只设置设备树中的序列号（adb 也显示它）；芯片自身的序列号不变。",
        L::DellPassword => "如果设有 BIOS 密码，请加上 --password=密码。",
        L::PcEnginesMac => "这类主板的序列号由第一个 MAC 地址得出；新固件可修正 -64 之类的序列号。",
        L::FirmwareBuild => "这些值来自固件构建或芯片：只有主板厂商能更改。",
        L::LoongsonShell => "龙芯固件的 Shell 中有 SmbiosUpdate 命令：用法请询问主板厂商。",
        L::SellerService => "这种固件的工具不公开：由整机厂商或经销商设置；请提供标签上的值。",
        L::KaiTianService => "由联想开天售后设置：请联系售后，并准备好标签上的值。",
        L::HuaweiService => {
            "由华为售后设置（超聚变服务器由超聚变售后设置）：请联系售后，并准备好标签上的值。"
        }
        L::ChooseSerial => "为这台机器定一个序列号，不能与其他机器重复。",
        L::ChooseNames => "为这台机器定合适的制造商和型号。",
        L::ChooseAll => "为这台机器定合适的制造商和型号，再定一个序列号，不能与其他机器重复。",
    }
}

/// The Chinese sentences with values.
pub fn remedy_sentence(sentence: S<'_>) -> String {
    match sentence {
        S::SourceField { field } => format!("本机的{field}"),
        S::SuggestField { source, value, field } => {
            format!("本机的{source}（{value}）看上去有效，到「修复」一步可以用它作{field}。")
        }
        S::SuggestEarlier { field, value } => format!("本机以前的{field}是 {value}，「修复」会建议恢复它。"),
        S::SuggestEarlierDeclared { field, value } => {
            format!("以前按标签输入的{field}是 {value}，「修复」会建议使用它。")
        }
        S::SuggestOther { value, source, field } => {
            format!("{value}（{source}）看上去有效，到「修复」一步可以用它作{field}。")
        }
        S::ReadLabel { field } => format!("从机身标签上读出{field}。"),
        S::CompareLabel { field } => format!("把建议的{field}与机身标签核对，以标签为准。"),
        S::ChooseName { field } => format!("为这台机器定一个合适的{field}。"),
        S::ChooseNameAndSerial { field } => {
            format!("为这台机器定一个合适的{field}，再定一个序列号，不能与其他机器重复。")
        }
        S::PutInPlace { word } => format!("把 {word} 换成实际的值。"),
        S::NameVm { word } => format!("把 {word} 换成这台虚拟机的名称或编号。"),
        S::GetTool { tool } => format!("向主板或整机厂商索取 {tool}；该工具由厂商提供。"),
        S::Install { tool } => format!("安装 {tool}（发行版有同名软件包）。"),
        S::AtMost { count } => format!("固件在这里最多只能保存 {count} 个字符。"),
        S::Type { command } => format!("输入：{command}"),
        S::XenServerString { key } => {
            format!("XenServer 和 XCP-ng 只能在首次启动之前设置：bios-strings:{key}（xe vm-param-set）。")
        }
        S::EncodeBase64 { word } => {
            format!("先把值编码（printf %s '值' | base64），再用结果替换 {word}。")
        }
        S::SaveFirst { command } => {
            format!("先保存旧值：{command}（本程序运行命令前会自动保存）。")
        }
        S::PutBack { command } => {
            format!("恢复旧值：{command}")
        }
        S::HyperVProperty { key } => {
            format!("在关机状态下，用 ModifySystemSettings 设置 Msvm_VirtualSystemSettingData 的 {key}。")
        }
        S::ChooseAtFix { option } => {
            format!(
                "在机器上的第 3 步「修复」中选择此项。不用向导时：countersign request {option} --number 许可证号"
            )
        }
        S::PutWordsInPlace { words } => format!("把 {words} 换成实际的值。"),
        S::MakerSets { field } => format!("{field}只有厂商售后能设置：请联系售后，并准备好标签上的值。"),
        S::GetEitherTool { uefi, dos } => {
            format!("向主板或整机厂商索取 {uefi}（UEFI 启动的机器）或 {dos}（其他机器）；该工具由厂商提供。")
        }
    }
}
