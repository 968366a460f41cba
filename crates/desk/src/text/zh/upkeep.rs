//! The commands for the upkeep of the database.

use crate::text::{UpkeepLine as L, UpkeepSentence as S};

/// The Chinese words.
pub fn upkeep(line: L) -> &'static str {
    match line {
        L::Database => "数据库：检查、升级表结构、复制",
        L::DatabaseCheck => "检查表结构、完整性和账本规则，不作任何更改",
        L::DatabaseMigrate => "把表结构升级到最新版本",
        L::DatabaseCopy => "把全部内容复制到空数据库，并核对副本",
        L::OptCopyTo => "复制到哪里：服务器上的空数据库（postgres:），或新文件的路径",
        L::Prune => "删除不再需要的旧请求",
        L::OptOlderThan => "只删除这么多天以前的请求",
        L::OptPruneKind => {
            "只删除这一类：refused（被拒绝）、issued（已签发）或 unknown（账本中没有其许可证号）"
        }
        L::OptDryRun => "只计数，不删除",
        L::Sound => "数据库完好，账本规则均成立。",
        L::SchemaOlderDo => "请运行 countersign-desk database migrate，然后重新检查。",
        L::SchemaNewerDo => "请使用较新的程序。",
        L::DamagedDo => "请停止服务台，原样保留数据库，并恢复检查无误的最新备份。",
        L::RuleDo => "数据库是否被手工改过？请先与备份对比，再继续使用。",
        L::ConstraintMissingDo => "请修复：导出数据库，再导入由本程序升级过的新数据库。",
        L::KeysMissingDo => "请从备份恢复密钥；在此之前无法为该产品签名。",
        L::KeyTwiceDo => {
            "请停止服务台，删除两行中错误的一行，并运行 REINDEX。服务器系统升级后，文字的排序方式可能已改变。"
        }
        L::CopyVerifying => "正在核对：重新读取两个数据库。",
        L::CopiedDo => "请用 --database 让服务台使用副本，切勿让两者同时服务。原数据库没有改变。",
        L::CopyNotEmpty => "目标不是空的。只能复制到空数据库或新文件。",
        L::CopyNotEmptyDo => "没有作任何更改。请用 createdb 新建数据库，或指定其他文件。",
        L::CopyChangedDo => {
            "没有复制，目标仍和之前一样是空的。请停止使用该数据库的所有服务台，然后重新复制。"
        }
        L::CopyDiffersDo => "没有复制，目标仍和之前一样是空的。请检查两个数据库，然后重新复制。",
        L::PruneNone => "没有可删除的请求。",
    }
}

/// The Chinese sentences with values.
pub fn upkeep_sentence(sentence: S<'_>) -> String {
    match sentence {
        S::Schema { found, newest } => format!("表结构版本：{found}（最新：{newest}）"),
        S::TableRows { table, rows } => format!("{table}：{rows} 行"),
        S::SchemaOlder { found } => format!("表结构版本 {found} 比本程序旧。"),
        S::SchemaNewer { found } => format!("表结构版本 {found} 属于更新的程序。"),
        S::Damaged { detail } => format!("数据库已损坏：{detail}。"),
        S::ReferenceBroken { found, first } => {
            format!("有 {found} 行引用的内容不存在，第一处在 {first}。")
        }
        S::KeyTwice { found, first } => format!("{first} 中有 {found} 个键出现在多行中。"),
        S::ConstraintMissing { first } => format!("缺少约束或索引，或其无效：{first}。"),
        S::SeatsExceeded { found, first } => {
            format!("有 {found} 个许可证号绑定的机器多于席位数，第一个是 {first}。")
        }
        S::SeatUnanswered { found, first } => {
            format!("有 {found} 个席位被占用，却没有为其答复过请求，第一个属于 {first}。")
        }
        S::CodeWithoutSeat { found, first } => {
            format!("有 {found} 个授权码的席位空闲或许可证号已作废，第一个属于 {first}。")
        }
        S::NumberUnchanged { found, first } => {
            format!("有 {found} 个许可证号已有机器或授权码，却没有更改记录，第一个是 {first}。")
        }
        S::CaseEmpty { found, first } => {
            format!("有 {found} 个未结案的工单没有请求，第一个的行号是 {first}。")
        }
        S::CaseMiscounted { found, first } => {
            format!("有 {found} 个工单记录的机器数目不对，第一个的行号是 {first}。")
        }
        S::ProductUnknown { found, first } => {
            format!("有 {found} 个许可证号的产品没有配置文件，第一个是 {first}。")
        }
        S::KeysMissing { first } => format!("产品 {first} 有配置文件，但没有密钥。"),
        S::Migrated { from, to } => format!("表结构已从版本 {from} 升级到 {to}。"),
        S::MigratedAlready { to } => format!("表结构已是版本 {to}。"),
        S::Copying { table, done, of } => format!("{table}：{done}/{of}"),
        S::CopiedTable { table, rows, digest } => format!("{table}：{rows} 行，SHA-256 {digest}"),
        S::Copied { to } => format!("已复制到 {to}。所有表的行数和摘要一致。"),
        S::CopyChanged { table } => format!("复制期间源数据库被更改，位置是 {table}。"),
        S::CopyDiffers { table } => format!("副本的 {table} 与源数据库不同。"),
        S::Pruned { count } => format!("已删除的请求：{count}"),
        S::WouldPrune { count } => format!("将删除的请求：{count}"),
    }
}
