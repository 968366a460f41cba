//! What an operator says to a caller.

use crate::text::GuideLine as L;

/// The Chinese words.
#[allow(clippy::too_many_lines, reason = "one line of text a line")]
pub fn guide(line: L) -> &'static str {
    match line {
        L::WelcomeProducts => {
            "这台机器装有多个产品。请告诉我要处理哪个产品，然后按它的编号。列表下方如有带代码的行，请读给我。"
        }
        L::WelcomeNumber => "请输入证书上的许可证号，然后按回车。空格和短横线不影响。",
        L::WelcomeFault => "编号下面一行指出了哪个字符不对。请与证书核对，改正后按回车。",
        L::WelcomeResume => "按回车从上次的位置继续。如果不是这个许可证号，请按 n 重新开始。",
        L::WelcomeKnown => "请把最上面几行和代码读给我。要用显示的编号再次申请，请按回车。",
        L::InspectAccepted => "三项都可用，请按回车。",
        L::InspectRefused => "请把打叉的每一行读给我：字段、值、代码。然后按回车，下一屏有处理办法。",
        L::InspectUnreadable => {
            "程序没有权限读取部分字段。如果提示了 s，请按 s 并输入密码；如果没有，请按 q 退出，再以 root 身份启动。"
        }
        L::InspectBound => "采用屏幕上列出的替代值后，这台机器可以通过。请按回车。",
        L::InspectChanged => {
            "这台机器与激活时不同。请告诉我更换过什么，然后按回车，由服务台判断是否为同一台机器。"
        }
        L::Details => "这里是机器的全部字段。请把我问到的那一项读给我，然后按 Esc。",
        L::FixList => {
            "办法有编号，最好的排在最前。请选第一个能做到的，按它的数字。没有我的提示请不要按 a，那样申请会被拒绝。"
        }
        L::FixListChosen => "有一个办法标着「已选」。按数字打开某个办法，按 w 取消选择。",
        L::FixRecover => "如果机器上有标签，请核对这些值。按回车采用并继续，不会写入固件。",
        L::FixAssign => "屏幕上的值分配给这台机器。请写在标签上，然后按回车。",
        L::FixDeclare => "请完全按机器标签上的内容输入，然后按回车。",
        L::FixDeclareFault => "输入的是占位内容或不合规的值。请再看一下标签，输入上面的内容。",
        L::FixDeclareConfirm => "请把这个值读给我，再与标签核对一次。一致请按回车，不一致按 Esc。",
        L::FixDeclareNear => {
            "这个值与机器已知的值只差一个字符。请再看标签：按 Esc 返回改正，按 y 保留所输入的值。"
        }
        L::FixWrite => "请先看注意事项，再按顺序做各步。重启后再次启动 countersign，会回到这里，然后按 r。",
        L::FixWriteHere => "请先看注意事项。按回车会先显示命令，还不会执行。",
        L::FixRunConfirm => "这条命令会写入固件。请先读给我听。按 y 执行，按 Esc 返回，不作更改。",
        L::FixReadAgain => "请按屏幕上的说明做，然后按回车；如果提示了 s，就按 s。",
        L::FixOlder => "这是最后的办法，重装后会失效。只有其他办法都不行时才按回车。",
        L::FixOlderElsewhere => "这个程序不能自行申请旧版绑定。请按 Esc，选择其他办法。",
        L::FixChanged => "还有字段不可用。请按回车查看办法列表。",
        L::FixMended => "现在各项都可用，请按回车。",
        L::FixNothing => "没有需要处理的内容，请按回车。",
        L::RouteAccepted => {
            "手机能拍照上网，请按 1；用 U 盘，按 2；要读给我听，按 3。按数字立即生效，回车选光标所在的一项。"
        }
        L::RouteRefused => {
            "照这样申请会被拒绝。请按 Esc，先在第 3 步选一个办法。最后一项是旧版绑定（如提供）。"
        }
        L::RequestQr => {
            "请用手机扫描二维码，打开网页并按按钮，会显示七行。如果扫不出来，按 z 放大到全屏，或按 i 反色。要改为读给我听，请按 v。"
        }
        L::RequestQrAlone => "请用手机扫描二维码。按 z 重新显示文字。",
        L::RequestWidth => "请看中间的两行。如果末尾对齐，按 y；如果上面一行更长，按 n。",
        L::RequestText => "请按 s 把请求存成文件，交给服务台。拿到答复后按回车。",
        L::RequestSave => "已填好一个位置。按回车保存，或输入其他路径，Tab 键可补全。",
        L::RequestReplace => "已有同名文件。按 y 替换，按 Esc 返回改名。",
        L::RequestSpoken => {
            "请先读许可证号，再逐行读这四行，每行先报行号，最后读请求名。我开始读七行时，请按回车。"
        }
        L::RequestOlder => "请把限制读给我听。如果同意，请按回车，机器会通过自己的网络申请。",
        L::RequestAsking => "请等待服务台答复，秒数会倒数。按 Esc 返回。",
        L::RequestFailed => "请把最上面的代码读给我。按 r 重试；如果提示了回车，按回车改用二维码。",
        L::RequestRefused => "请把最上面的代码读给我，如果有工单号也请读出，我来查询。",
        L::RequestRefusedMachine => "请把代码读给我。然后按回车，接下来是处理办法。",
        L::RequestRefusedNumber => "服务台没有这个许可证号。请按回车，与证书核对。",
        L::CodeLines => "我来读七行，请逐行输入。一行无误时光标会自动到下一行。没听清的字符请输入问号。",
        L::CodeWhole => "七行都已输入，请按回车。",
        L::CodeLineFault => "请把标出的那一行逐个字符读给我。",
        L::CodeRefused => "请把最上面的一句读给我。这几行本身无误，但不属于这个请求。",
        L::CodeSearching => "请稍等，程序正在查找输入错误。按 Esc 停止。",
        L::CodeFile => "请输入答复文件的路径；如果已找到，直接按回车。要改为逐行输入，请按 Esc。",
        L::KeepWorking => "请稍等，正在保存激活信息。",
        L::KeepFailed => "请把代码读给我。没有任何内容丢失，排除原因后按 r。",
        L::KeepKept => {
            "请读出「文件」和「UEFI」后面的内容。不以 UEFI 启动的机器显示 EFI-ABSENT 是正常的。然后按回车。"
        }
        L::DoneKept => "这样就完成了。请保管好证书。按回车退出。",
        L::DoneAlready => "这台机器已经激活。按回车退出，按 n 用另一个编号重新开始。",
        L::DoneAskAgain => "这台机器已经激活，换新的授权码会更好。按 a 用同一编号再次申请，按回车退出。",
        L::Help => "这是本步骤的帮助。请读出角上的数字，然后按 Esc。",
    }
}
