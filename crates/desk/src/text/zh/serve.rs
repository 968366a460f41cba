//! Serving: its options, its faults, and the reports of its start and end.

use crate::text::{ServeLine as L, ServeSentence as S};

/// The Chinese words.
pub fn serve(line: L) -> &'static str {
    match line {
        L::Serve => "启动手机网页和机器接口的服务",
        L::ServeMore => {
            "用 --tls-cert 和 --tls-key 则由本程序提供 TLS，收到 SIGHUP 时重新读取证书。不用则只提供 HTTP：请由前面的反向代理为配置文件中的主机名提供 TLS，并关闭它对 /R/ 的访问日志，因为路径中含有序列号。本程序的日志（标准错误）从不记录路径。收到 SIGTERM 后，先完成正在处理的答复再结束。"
        }
        L::OptListen => "监听地址，端口 0 表示任选一个空闲端口 [默认：127.0.0.1:8650]",
        L::OptMetricsListen => {
            "在此地址提供 Prometheus 的 /metrics 以及 /healthz 和 /readyz，不应对外开放 [默认：不提供]"
        }
        L::OptLog => "标准错误上的日志格式：text 或 json [默认：text]",
        L::OptLogLevel => "日志级别：error、warn、info 或 debug [默认：info]",
        L::OptTlsCert => "用此证书提供 TLS，其后附证书链（PEM）",
        L::OptTlsKey => "证书的私钥（PEM）",
        L::OptBehindProxy => "信任 X-Forwarded-For。仅当前面有会设置它的代理时使用，否则任何人都能绕过限制",
        L::OptConfig => "从此 TOML 文件读取设置：serve 的每个选项对应一个同名的键；命令行和环境变量优先",
        L::OptPassphraseFile => {
            "从此文件读取密钥的口令，只有其所有者可以读取该文件；优先于 COUNTERSIGN_PASSPHRASE"
        }
        L::OptPinFile => "从此文件读取令牌的 PIN，只有其所有者可以读取该文件；优先于 COUNTERSIGN_PIN",
        L::OptPerSource => {
            "每个来源地址每分钟最多的请求数（不含持有效会话或令牌的请求），各进程分别计算 [默认：120]"
        }
        L::OptPerNumber => "每个来源地址对同一许可证号每分钟最多得到的答复数，同上 [默认：10]",
        L::OptPerNumberTotal => "所有来源地址对同一许可证号每分钟最多得到的答复数，同上 [默认：300]",
        L::OptUnknownPerSource => "每个来源地址每分钟最多提交的未知许可证号数，同上 [默认：10]",
        L::OptUnknownTotal => "所有来源地址每分钟最多提交的未知许可证号数，同上 [默认：120]",
        L::OptSignIns => "每个来源地址每分钟最多的登录次数，同上 [默认：10]",
        L::OptPerToken => "每个令牌每分钟最多的请求数 [默认：600]",
        L::OptDrain => "收到 SIGTERM 后继续应答新请求的秒数，其间 /readyz 报告未就绪 [默认：0]",
        L::OptTimeZone => "邮件中所用的时区，如 Asia/Shanghai [默认：系统的时区]",
        L::TimeZoneUnknown => "没有这个时区，请用 IANA 名称，如 Asia/Shanghai",
        L::OptMailSignature => "邮件的签名，花括号中的 operator 会换成工作人员的用户名 [默认：产品名称]",
        L::OptMailFrom => "邮件文件（.eml）的发件人地址",
        L::MailFromInvalid => "不是邮箱地址，应形如 support@example.com",
        L::ServingInTheOpen => {
            "正在对外使用明文 HTTP，而请求中含有序列号。请用 --tls-cert 和 --tls-key，或在前面放代理并加 --behind-proxy。"
        }
        L::TlsFilesDo => "请用 --tls-cert 指定 PEM 证书（含证书链），用 --tls-key 指定其私钥。",
        L::ListenFailedDo => "请用 --listen 或 --metrics-listen 换一个地址，或结束占用它的程序。",
        L::ConfigUnreadableDo => "请检查它是否存在，以及当前用户是否有权限读取。",
        L::ConfigNotRegular => "不是普通文件",
        L::ConfigInvalidDo => "各项设置见 countersign-desk serve --help，说明见 docs/desk.md。",
        L::TlsNeedsBoth => "tls-cert 和 tls-key 必须同时给出。",
        L::TlsOrProxy => "tls-cert 与 behind-proxy 不能同时使用：TLS 由服务台或代理之一提供。",
        L::PassphraseNotRegularDo => "请指定文件本身。",
        L::PassphraseExposedDo => "请对它执行 chmod 600。如果本机还有其他用户，请考虑更换口令。",
        L::PassphraseEmptyDo => "请把口令写入其中，占一行。",
        L::Served => "服务台已停止。",
    }
}

/// The Chinese sentences with values.
pub fn serve_sentence(sentence: S<'_>) -> String {
    match sentence {
        S::Serving { url } => format!("服务台已开始服务：{url}"),
        S::ServingMetrics { url } => format!("监控数据：{url}"),
        S::TlsFiles { detail } => format!("无法用这些文件提供 TLS：{detail}。"),
        S::ConfigUnreadable { path, detail } => format!("无法读取 {path} 中的设置：{detail}。"),
        S::ConfigNotToml { path, line } => format!("{path} 第 {line} 行：不是 TOML。"),
        S::ConfigUnknown { path, line, key } => format!("{path} 第 {line} 行：没有 {key} 这项设置。"),
        S::ConfigValue { path, line, key } => format!("{path} 第 {line} 行：{key} 不能是这个值。"),
        S::FileNotRegular { path } => format!("{path} 是链接、管道、目录或设备。"),
        S::PassphraseExposed { path, mode } => format!("其他用户可以读取口令：{path} 的权限是 {mode}。"),
        S::PassphraseEmpty { path } => format!("{path} 中没有口令。"),
        S::ListenFailed { detail } => format!("无法在这个地址上监听：{detail}。"),
    }
}
