//! Chinese words for a file or folder that isn't used.

use crate::text::DistrustSentence as S;

/// Returns the Chinese sentence.
pub fn distrust(sentence: S<'_>) -> String {
    match sentence {
        S::NotRegular { path } => format!("{path} 应为普通文件，实际是链接、管道、设备或目录。"),
        S::NotRegularDo { command } => {
            format!("请在该处放置普通文件，或移走现有的内容；查看其类型：{command}")
        }
        S::ForeignOwner { path, owner } => format!("{path} 属于用户 {owner}，该用户随时可以改动它。"),
        S::ForeignOwnerDo { command } => format!("如确认内容无误，请以 root 身份执行：{command}"),
        S::OthersMayWrite { path, mode } => format!("其他用户可以写入 {path}（权限 {mode}）。"),
        S::OthersMayWriteDo { command } => format!("如确认内容无误，请去掉该权限：{command}"),
    }
}
