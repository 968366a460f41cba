//! Manual pages.

use crate::text::ManualLine as L;

/// The words of a line.
#[must_use]
pub fn manual(line: L) -> &'static str {
    match line {
        L::HeadName => "名称",
        L::HeadSynopsis => "概述",
        L::HeadDescription => "说明",
        L::HeadNotes => "备注",
        L::HeadSeeAlso => "参见",
        L::HeadExample => "示例",
        L::HeadKeys => "配置项",
        L::HeadPolicy => "[policy] 的配置项",
        L::HeadPinned => "每个 [[keys]] 的配置项",
        L::HeadDevice => "设备端程序",
        L::HeadDesk => "服务台",

        L::ProfileAbout => "产品的激活配置文件",
        L::ProfileWhat => {
            "配置文件采用 TOML 格式，决定设备端程序服务于哪个产品：接受哪些许可证、由哪个服务台签发、按什么规则审核。文件由服务台生成（countersign-desk profiles），请勿手工修改；未知的配置项会被拒绝。"
        }
        L::ProfileTrust => {
            "配置文件中固定了用于验证许可证的公钥。它必须是属于 root 的普通文件，所在目录也属于 root，且组用户和其他用户均无写权限。若不满足，countersign doctor 会指出问题和处理方法。"
        }
        L::KeyId => "服务台为该配置文件分配的编号，在其所有产品中唯一。没有编号的配置文件未经服务台发布。",
        L::KeyPublished => "服务台发布该配置文件的日期，例如 2026-11-28。可选。",
        L::KeyVersion => "该产品配置文件的版本，从 1 开始。必填。",
        L::KeyProduct => {
            "签发许可证时使用的产品标识：1 到 40 个字符，可用 a-z、0-9、「.」和「-」，以字母开头，永不更改。必填。"
        }
        L::KeyName => "显示给用户的产品名称：最多 64 列可见字符。必填。",
        L::KeyMask => "许可证号的格式：A 代表字母，9 代表数字，例如 AA99999999999。必填。",
        L::KeyDesk => "服务台页面的主机名，最多 40 个字符；不超过 20 个字符时二维码较小。必填。",
        L::KeyOnline => {
            "服务台设备接口的地址：https://HOST 或 https://HOST:PORT。可选；缺省为 https:// 加服务台主机名。"
        }
        L::KeyHotline => "供用户求助的电话号码。可选。",
        L::KeyRules => "生成该配置文件时所用的审核规则版本。必填。",
        L::KeyPolicy => "一张表：除固件自身的值以外，还允许绑定哪些值。可选，见下文。",
        L::KeyKeys => "一张或多张表：接受由哪些公钥验证的许可证，见下文。",
        L::PolicyRecovered => "被拒绝的值可否由本机其他位置的值代替；缺省为 true。",
        L::PolicyAssigned => "本机任何位置都没有可用的值时，可否使用推算出的分配值；缺省为 false。",
        L::PolicyDeclared => "用户可按标签填写哪些值：\"no\"（缺省）、\"serial\" 或 \"any\"。",
        L::PolicyOlder => "是否把旧版绑定作为最后手段提供（仅限联网）；缺省为 false。",
        L::PolicySpoken => "服务台是否受理电话口述的请求；缺省为 false。",
        L::PolicyGrace => "某个绑定值丢失后，机器还可保持激活多少天；缺省为 14。",
        L::PinnedId => "公钥编号，0 到 31，在文件中唯一。",
        L::PinnedPublic => "Ed25519 公钥，64 位十六进制数字。",

        L::ExitCodesAbout => "countersign 和 countersign-desk 的退出码",
        L::ExitCodesContract => "退出码是对脚本的约定：可以新增，但已有退出码的含义不变。",
        L::ExitCodesError => {
            "拒绝时，标准错误会输出代码、原因和接下来的处理方法。使用 --json 时，标准输出还会给出一个对象，其 error 键包含 code、what 和 cure。"
        }
        L::ExitCodesWizard => "向导结束时，机器已激活返回 0，否则返回 3。",
        L::ExitCodesDeskError => {
            "使用 --json 时，服务台的命令失败会输出一个对象，包含 decision、reason、what 和 next。"
        }
        L::DeskDone => "完成",
        L::DeskFault => "服务台或系统故障",
        L::DeskUsage => "用法错误",
        L::DeskRefused => "服务台拒绝了该请求、操作或输入",
    }
}
