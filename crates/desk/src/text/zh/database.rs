//! Why the desk has no connection to its database.

use crate::text::{DatabaseLine as L, DatabaseSentence as S};

/// The Chinese words.
pub fn database(line: L) -> &'static str {
    match line {
        L::AddressNoPath => "数据库地址中没有文件名。",
        L::AddressSlashes => "数据库地址在 postgres: 之后缺少 //。",
        L::AddressCredentials => "数据库地址的用户名或密码中有字符需要用百分号编码。",
        L::AddressHost => "数据库地址中有空的或格式不对的主机。",
        L::AddressPort => "数据库地址中的端口不是 1 到 65535 的数字，或端口太多。",
        L::AddressNoDatabase => "服务器地址中没有数据库名称。",
        L::AddressUnknownOption => "数据库地址中有服务台不认识的选项。",
        L::AddressDo => {
            "请用 --database 或 COUNTERSIGN_DATABASE_URL 给出路径、sqlite:路径，或 postgres://用户:密码@主机:端口/数据库。"
        }
        L::AddressCredentialsDo => {
            "请在用户名和密码中把 @ 写成 %40，: 写成 %3A，/ 写成 %2F，? 写成 %3F，# 写成 %23，% 写成 %25，& 写成 %26。"
        }
        L::AddressUnknownOptionDo => {
            "可用的选项：sslmode（disable、prefer、require、verify-ca、verify-full）、sslrootcert（文件或 system）、target_session_attrs（any、read-write）、connect_timeout（秒）、application_name、options、host、port、user、password 和 dbname。"
        }
        L::RootsDo => "请用 sslrootcert 指定颁发机构证书的 PEM 文件，或安装 ca-certificates。",
        L::UnreachableDo => "请检查主机和端口、服务器是否在运行，以及防火墙。",
        L::NoAnswerDo => "请检查服务器是否在运行、是否过载。时限可用地址中的 connect_timeout 设置。",
        L::NotReadyDo => "请等它启动完成后重试。",
        L::TooManySessionsDo => "请增大服务器的 max_connections，或减少服务台的连接数。",
        L::PasswordDo => "请检查地址中的用户名和密码。@、/、% 等字符要用百分号编码。",
        L::PasswordMissingDo => "请把密码写入地址：postgres://用户:密码@主机/数据库。",
        L::NotAllowedDo => "请允许该用户从本机登录：检查 pg_hba.conf、LOGIN 权限和数据库的 CONNECT 权限。",
        L::DatabaseUnknownDo => "请用 createdb 创建，或更正地址中的名称。",
        L::TooOldDo => "请升级服务器。",
        L::NoTlsDo => {
            "请在服务器上设置 ssl = on。只有在他人无法窃听的网络中，才可在地址中写 sslmode=disable。"
        }
        L::CertificateNameDo => "请在地址中使用证书上的主机名，或为服务器换用含有该名称的证书。",
        L::CertificateIssuerDo => "请在地址中用 sslrootcert=文件 指定颁发机构的证书。",
        L::CertificateDaysDo => "请更新服务器的证书，并检查两台机器的时钟。",
        L::CertificateOtherDo => "请为服务器换用其他证书。",
        L::TlsDo => "请检查服务器的 ssl 设置，须支持 TLS 1.2 或 1.3。",
        L::ReadOnlyDo => "请提升一台备用服务器，或在地址中加入主服务器。服务台需要能写入的服务器。",
        L::OtherDo => "请检查那里是否有 PostgreSQL 服务器，并查看它的日志。",
    }
}

/// The Chinese sentences with values.
pub fn database_sentence(sentence: S<'_>) -> String {
    match sentence {
        S::AddressScheme { scheme } => {
            format!("服务台不能使用 {scheme}: 数据库，只能用 sqlite: 和 postgres:。")
        }
        S::AddressEncoding { part } => format!("数据库地址的 {part} 部分百分号编码有误。"),
        S::AddressValue { option } => format!("数据库地址中选项 {option} 的值不可用。"),
        S::Roots { detail } => format!("无法读取受信任的颁发机构证书：{detail}。"),
        S::Unreachable { host, detail } => format!("无法连接数据库服务器 {host}：{detail}。"),
        S::NoAnswer { host, seconds } => format!("数据库服务器 {host} 在 {seconds} 秒内没有应答。"),
        S::NotReady { host } => format!("数据库服务器 {host} 正在启动或停止。"),
        S::TooManySessions { host } => format!("数据库服务器 {host} 不再接受更多连接。"),
        S::Password { host } => format!("数据库服务器 {host} 不接受这个用户名和密码。"),
        S::PasswordMissing { host } => format!("数据库服务器 {host} 需要密码，而地址中没有。"),
        S::NotAllowed { host, detail } => format!("数据库服务器 {host} 不允许该用户登录：{detail}。"),
        S::DatabaseUnknown { host, database } => {
            format!("数据库服务器 {host} 上没有名为 {database} 的数据库。")
        }
        S::TooOld { host, version, oldest } => {
            format!("数据库服务器 {host} 是 PostgreSQL {version}，服务台需要 {oldest} 或更新版本。")
        }
        S::NoTls { host } => format!("数据库服务器 {host} 不提供 TLS。"),
        S::CertificateName { host } => format!("数据库服务器 {host} 的证书属于其他名称。"),
        S::CertificateIssuer { host } => format!("数据库服务器 {host} 的证书由不受信任的机构颁发。"),
        S::CertificateDays { host } => format!("数据库服务器 {host} 的证书已过期或尚未生效。"),
        S::CertificateOther { host, detail } => format!("数据库服务器 {host} 的证书不可用：{detail}。"),
        S::Tls { host, detail } => format!("与数据库服务器 {host} 的 TLS 连接失败：{detail}。"),
        S::ReadOnly { hosts } => format!("没有可写入的数据库服务器：{hosts}。"),
        S::Other { host, detail } => format!("数据库服务器 {host} 不能使用：{detail}。"),
    }
}
