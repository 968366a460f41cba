//! The phone pages and errors.

use crate::text::{PhoneLine as L, PhoneSentence as S};

/// The Chinese words.
pub fn phone(line: L) -> &'static str {
    match line {
        L::English => "English",
        L::Chinese => "中文",
        L::SkipToContent => "跳到正文",
        L::Footer => "Countersign 服务台",
        L::Landing => "Countersign 服务台",
        L::LandingDo => "请用本手机的相机扫描机器上 countersign 显示的二维码，并打开识别出的网址。",
        L::Hotline => "需要帮助？请拨打",
        L::Understood => "以下是机器上报的信息，请与面前的机器核对。",
        L::Number => "许可证号",
        L::RequestName => "请求",
        L::CantRead => "机器未能读出全部 3 项信息，暂时不能发放授权码。",
        L::WillAccept => "3 项信息均可使用。",
        L::Button => "获取授权码",
        L::ButtonHelp => "查看处理办法",
        L::NothingYet => "目前尚未登记任何内容。点按钮后才向服务台提出请求，重复点击也没有关系。",
        L::AnswerGone => "此网址不再显示答复，请再点一次下面的按钮。",
        L::CodeTitle => "授权码",
        L::TypeIn => "请在机器的第 6 步输入以下 7 行。不区分大小写和空格，少量输入错误会自动纠正。",
        L::Copy => "复制授权码",
        L::Copied => "已复制",
        L::CopyFailed => "无法复制，请手动选中这几行",
        L::ReadAloud => "在电话里读给对方",
        L::ReadAloudDo => "先报行号，再一组一组地读；等对方确认这一行无误，再读下一行。",
        L::Valid => "有效期",
        L::Share => "分享",
        L::Print => "打印",
        L::Product => "产品",
        L::Device => "机器",
        L::RefusedTitle => "未发放授权码",
        L::Case => "工单号（咨询时请报此号）",
        L::FieldDiffers => "不一致",
        L::NumberAsked => "此请求中的许可证号",
        L::NumberUnreadable => "（不是本产品的许可证号）",
        L::PageUnknown => "没有这个网页。",
        L::PageUnknownDo => "请重新扫描机器上的二维码。",
        L::MethodUnknown => "这个网页不支持这种访问方式。",
        L::TooLong => "内容太长，不是请求。",
        L::ScanAgain => {
            "请重新完整扫描机器上的二维码。如果仍不行，请改用文本发送请求，或准备好请求的 4 行文字致电服务台。"
        }
        L::NotJson => "这不是此处接受的 JSON。",
        L::NotJsonDo => "请以 Content-Type: application/json 发送 {\"request\": \"...\", \"scheme\": 3}。",
        L::NoRequest => "收到的内容里没有请求。",
        L::CutOff => "请求不完整，缺少末尾部分。",
        L::Slip => "请求中有字符错误、缺失或多余。",
        L::BadRequest => "这个请求无效。",
        L::NewerRequest => "机器上的程序比本服务台新。",
        L::NewerRequestDo => "请告知服务台的工作人员：本服务台需要升级。",
        L::TooOften => "短时间内请求次数过多。",
        L::Busy => "服务台正忙。",
        L::BusyDo => "不会丢失任何内容：同一请求得到的答复相同。请稍等 1 分钟再试。",
        L::Unconfirmed => "数据库服务器在确认之前断开了连接。",
        L::UnconfirmedDo => {
            "请求可以重新提交：同一请求得到的答复相同。如果是其他更改，请先看更改是否已完成，再决定是否重试。"
        }
        L::KeyUnavailable => "服务台目前无法签发授权码。",
        L::KeyUnavailableDo => {
            "没有作任何更改。请过几分钟再提交同一请求；如果仍然如此，请致电服务热线并报出代码。"
        }
        L::Fault => "服务台自身出现故障。",
        L::FaultDo => "与您和机器无关。请稍后再试，同一请求得到的答复相同。",
    }
}

/// The Chinese sentences with values.
pub fn phone_sentence(sentence: S<'_>) -> String {
    match sentence {
        S::Activate { product } => format!("激活 {product}"),
        S::WillRefuse { count } => {
            format!("3 项信息中有 {count} 项不能用，暂时不能发放授权码。点下面的按钮查看处理办法。")
        }
        S::SharedCode { product, name } => format!("{product}：请求 {name} 的授权码"),
        S::TooOftenDo { seconds } => format!("没有作任何更改。请等 {seconds} 秒后再试。"),
    }
}
