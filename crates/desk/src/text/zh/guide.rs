//! What an operator says to a caller, and the guide's remarks.

use crate::text::GuideRemark as R;
use countersign_core::screen_kind::ScreenKind as S;

/// The Chinese remarks.
pub const fn guide_remark(line: R) -> &'static str {
    match line {
        R::ReportedExample => "（与此请求所报一致，值为示例）",
        R::OfRequest => "（取自此请求）",
        R::NotThere => "（这台机器没有这个办法）",
        R::ExampleList => "没有写「取自此请求」或「与此请求所报一致」的画面，其中的值只是示例。",
        R::ExampleWays => "这里的办法和编号只是示例，因机器而异。",
        R::LeftOut => {
            "内容取自此请求。只有机器自己知道的内容没有列出：其他位置的值、步骤、命令，以及屏幕上的其他说明。"
        }
        R::MarkElsewhere => "内容取自此请求。对方选的也可能是别的办法。",
        R::NameAfterRepair => "修复后请求名会变，这里无法得知。",
        R::NameOfNext => "下一个请求的请求名不同，这里无法得知。",
    }
}

/// The Chinese words.
#[allow(clippy::too_many_lines, reason = "one line of text a line")]
pub fn guide(screen: S) -> &'static str {
    match screen {
        S::WelcomeProducts => {
            "这台机器装有多个产品。请告诉我要处理哪个产品，然后按它的编号。列表下方如有带代码的行，请读给我。"
        }
        S::WelcomeNumber => "请输入证书上的许可证号，然后按回车。空格和短横线不影响。",
        S::WelcomeFault => "许可证号下面一行指出了哪个字符不对。请与证书核对，改正后按回车。",
        S::WelcomeResume => "按回车从上次的位置继续。如果不是这个许可证号，请按 n 重新开始。",
        S::WelcomeKnown => "请把最上面几行和代码读给我。要用显示的许可证号再次申请，请按回车。",
        S::InspectAccepted => "三项都可用，请按回车。",
        S::InspectRefused => "请把打叉的每一行读给我：字段、值、代码。然后按回车，下一屏有处理办法。",
        S::InspectUnreadable => {
            "程序没有权限读取部分字段。如果提示了 s，请按 s 并输入密码；如果没有，请按 q 退出，再以 root 身份启动。"
        }
        S::InspectBound => "采用屏幕上列出的替代值后，这台机器可以通过。请按回车。",
        S::InspectChanged => {
            "这台机器与激活时不同。请告诉我更换过什么，然后按回车，由服务台判断是否为同一台机器。"
        }
        S::Details => "这里是机器的全部字段。请把我问到的那一项读给我，然后按 Esc。",
        S::FixList => {
            "办法有编号，最好的排在最前。请选第一个能做到的，按对应的数字键。没有我的提示请不要按 a，那样申请会被拒绝。"
        }
        S::FixListChosen => "有一个办法标着「已选」。按数字打开某个办法，按 w 撤回。",
        S::FixRecover => {
            "值是序列号的，请与机身标签核对；是 UUID 的不用核对。按回车采用并继续，不会写入固件。"
        }
        S::FixAssign => "屏幕上的值分配给这台机器。请写在标签上，然后按回车。",
        S::FixDeclare => "请完全按机器标签上的内容输入，然后按回车。",
        S::FixDeclareFault => "输入的是占位内容或不合规的值。请再看一下标签，输入上面的内容。",
        S::FixDeclareConfirm => "请把这个值读给我，再与标签核对一次。一致请按回车，不一致按 Esc。",
        S::FixDeclareNear => {
            "这个值与机器已知的值只差一个字符。请再看标签：按 Esc 返回改正，按 y 保留所输入的值。"
        }
        S::FixWrite => "请先看注意事项，再按顺序做各步。重启后再次启动 countersign，会回到这里，然后按 r。",
        S::FixWriteHere => "请先看注意事项。按回车会先显示命令，还不会执行。",
        S::FixRunConfirm => "这条命令会写入固件。请先读给我听。按 y 执行，按 Esc 返回，不作更改。",
        S::FixReadAgain => "请按屏幕上的说明做，然后按回车；如果提示了 s，就按 s。",
        S::FixOlder => "这是最后的办法，重装后会失效。只有其他办法都不行时才按回车。",
        S::FixOlderElsewhere => "这个程序不能自行申请旧版绑定。请按 Esc，选择其他办法。",
        S::FixChanged => "还有字段不可用。请按回车查看办法列表。",
        S::FixMended => "现在各项都可用，请按回车。",
        S::FixNothing => "没有需要处理的内容，请按回车。",
        S::RouteAccepted => {
            "手机能拍照上网，请按 1；用 U 盘，按 2；要读给我听，按 3。按数字立即生效，回车选光标所在的一项。"
        }
        S::RouteRefused => {
            "照这样申请会被拒绝。请按 Esc，先在第 3 步选一个办法。如果最后一项是旧版绑定，先不要选。"
        }
        S::RequestNone => "还没有请求。请把消息开头的代码读给我。按 r 重试，或按 Esc 返回。",
        S::RequestQr => {
            "请用手机扫描二维码，打开网页并按按钮，会显示七行。如果扫不出来，按 z 放大到全屏，或按 i 反色。要改为读给我听，请按 v。"
        }
        S::RequestQrAlone => "请用手机扫描二维码。按 z 重新显示文字。",
        S::RequestWidth => "请看中间的两行。如果末尾对齐，按 y；如果上面一行更长，按 n。",
        S::RequestText => "请按 s 把请求存成文件，交给服务台。拿到答复后按回车。",
        S::RequestSave => "已填好一个位置。按回车保存，或输入其他路径，Tab 键可补全。",
        S::RequestReplace => "已有同名文件。按 y 覆盖，按 Esc 返回改名。",
        S::RequestSpoken => {
            "请先读许可证号，再逐行读这四行，每行先报行号，最后读请求名。我开始读七行时，请按回车。"
        }
        S::RequestOlder => "请把屏幕上的几条限制读给我听。如果同意，请按回车，机器会通过自己的网络申请。",
        S::RequestAsking => "请等待服务台答复，秒数会倒数。按 Esc 返回。",
        S::RequestFailed => "请把最上面的代码读给我。按 r 重试；如果提示了回车，按回车改用二维码。",
        S::RequestRefused => "请把最上面的代码读给我，如果有工单号也请读出，我来查询。",
        S::RequestRefusedMachine => "请把代码读给我。然后按回车，接下来是处理办法。",
        S::RequestRefusedNumber => "服务台没有这个许可证号。请按回车，与证书核对。",
        S::CodeLines => "我来读七行，请逐行输入。一行无误时光标会自动到下一行。没听清的字符请输入问号。",
        S::CodeWhole => "七行都已输入，请按回车。",
        S::CodeLineFault => "请把标出的那一行逐个字符读给我。",
        S::CodeRefused => "请把最上面的一句读给我。这几行本身无误，但不属于这个请求。",
        S::CodeSearching => "请稍等，程序正在查找输入错误。按 Esc 停止。",
        S::CodeFile => "请输入答复文件的路径；如果已找到，直接按回车。要改为逐行输入，请按 Esc。",
        S::KeepWorking => "请稍等，正在保存激活信息。",
        S::KeepFailed => {
            "请把代码读给我。没有任何内容丢失。不要关闭窗口，在另一个终端中排除原因，再回来按 r。"
        }
        S::KeepKept => {
            "请读出「文件」和「UEFI」后面的内容。不以 UEFI 启动的机器显示 EFI-ABSENT 是正常的。然后按回车。"
        }
        S::DoneKept => "这样就完成了。请保管好证书。按回车退出。",
        S::DoneAlready => "这台机器已经激活。按回车退出，按 n 用另一个许可证号重新开始。",
        S::DoneAskAgain => "这台机器已经激活，建议换成新的授权码。按 a 用同一许可证号再次申请，按回车退出。",
        S::Help => "这是本步骤的帮助。请读出角上的数字，然后按 Esc。",
    }
}
