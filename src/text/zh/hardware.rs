//! What is said when a recorded machine can't be taken.

use crate::text::HardwareLine as L;

/// The Chinese words.
pub fn hardware(line: L) -> &'static str {
    match line {
        L::NotFound => "{path} 不存在。请检查 --hardware 后面的路径。",
        L::Denied => "没有权限读取 {path}。请以 root 身份运行，或把文件复制到可以读取的位置。",
        L::Empty => "{path} 是空的。请以 root 身份重新采集：dmidecode --dump-bin 文件名",
        L::TooLarge => "{path} 超过 16 MiB，不是硬件记录。请以 root 身份采集：dmidecode --dump-bin 文件名",
        L::Unknown => {
            "{path} 不是硬件记录。可用的有：dmidecode --dump-bin 生成的文件、dmidecode 输出的文字，\
             或结构与 /sys 相同的文件夹。"
        }
        L::Broken => "{path} 没能读完。请重新复制一份，必要时换一个存储介质。",
    }
}
