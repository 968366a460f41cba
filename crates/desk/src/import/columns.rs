//! The columns of a file of license numbers, and a first line that names them.

/// A column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Column {
    Number,
    Edition,
    Expiry,
    Seats,
    Organisation,
    Contact,
    Telephone,
    Mail,
    Ticket,
}

impl Column {
    /// All columns, in the order that a file has without a first line that names them.
    const ALL: [Self; 9] = [
        Self::Number,
        Self::Edition,
        Self::Expiry,
        Self::Seats,
        Self::Organisation,
        Self::Contact,
        Self::Telephone,
        Self::Mail,
        Self::Ticket,
    ];
    /// Those of a customer, in the order of [`CustomerEntry::of_typed`](crate::sql::CustomerEntry::of_typed).
    pub const CUSTOMER: [Self; 5] =
        [Self::Organisation, Self::Contact, Self::Telephone, Self::Mail, Self::Ticket];

    /// Words that name it, in lower case. A title that has one of them is that column.
    const fn words(self) -> &'static [&'static str] {
        match self {
            Self::Ticket => &["ticket", "工单", "单号"],
            Self::Edition => &["edition", "版本"],
            Self::Expiry => &["expir", "valid", "days", "到期", "有效", "天数"],
            Self::Seats => &["seats", "devices", "席位", "数量", "台数"],
            Self::Organisation => {
                &["organisation", "organization", "company", "customer", "单位", "公司", "客户"]
            }
            Self::Contact => &["contact", "联系人"],
            Self::Telephone => &["phone", "mobile", "tel", "电话", "手机"],
            Self::Mail => &["mail", "邮箱", "邮件"],
            Self::Number => &["number", "license", "licence", "serial", "编号", "许可证", "序列号"],
        }
    }

    /// The column that a title names.
    fn of_title(title: &str) -> Option<Self> {
        let title = title.to_lowercase();
        let named = |column: &Self| column.words().iter().any(|word| title.contains(word));
        // "License number" has the words of the number alone; "customer contact" is told by its last word.
        let mut columns = Self::ALL;
        columns.rotate_left(1);
        columns.into_iter().rev().find(named)
    }
}

/// Which field of a line is which column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Columns(Vec<Column>);

impl Default for Columns {
    fn default() -> Self {
        Self(Column::ALL.to_vec())
    }
}

impl Columns {
    /// The columns of a first line; `None` unless it names each of its fields, the number among them, once.
    pub fn of_heading(titles: &[String]) -> Option<Self> {
        let named = titles.iter().rposition(|title| !title.is_empty()).map_or(0, |last| last + 1);
        let columns: Vec<Column> =
            titles[..named].iter().map(|title| Column::of_title(title)).collect::<Option<_>>()?;
        let once = |column: &Column| columns.iter().filter(|other| *other == column).count() == 1;
        if Column::ALL.starts_with(&columns) {
            // Lines may have the further columns all the same.
            return Some(Self::default());
        }
        (columns.contains(&Column::Number) && columns.iter().all(once)).then_some(Self(columns))
    }

    /// The field of a column, if it isn't empty.
    pub fn field<'f>(&self, fields: &'f [String], column: Column) -> Option<&'f str> {
        let at = self.0.iter().position(|one| *one == column)?;
        fields.get(at).map(String::as_str).filter(|field| !field.is_empty())
    }

    /// How many columns there are.
    pub fn count(&self) -> usize {
        self.0.len()
    }
}

/// Whether a line names columns: its first title has letters, no digit, and one of the words of a number.
pub(super) fn is_heading(titles: &[String]) -> bool {
    let is_title = |title: &String| {
        title.chars().any(char::is_alphabetic)
            && !title.chars().any(char::is_numeric)
            && title.chars().count() < 40
            && Column::of_title(title).is_some()
    };
    titles.first().is_some_and(is_title)
}

#[cfg(test)]
mod tests {
    use super::Column::{Contact, Expiry, Mail, Number, Organisation, Seats, Telephone, Ticket};
    use super::*;

    #[test]
    fn titles_name_columns_in_any_order() {
        let columns = |titles: &[&str]| {
            Columns::of_heading(&titles.iter().map(|title| (*title).to_owned()).collect::<Vec<_>>())
        };
        let named = |columns: &[Column]| Some(Columns(columns.to_vec()));
        assert_eq!(columns(&["License number", "Edition", "Expires"]), Some(Columns::default()));
        assert_eq!(columns(&["Company", "E-Mail", "Serial", ""]), named(&[Organisation, Mail, Number]));
        assert_eq!(
            columns(&["客户单位", "联系人", "联系电话", "许可证号", "席位数", "到期日", "工单号"]),
            named(&[Organisation, Contact, Telephone, Number, Seats, Expiry, Ticket])
        );
        assert_eq!(columns(&["Number", "Colour"]), None);
        assert_eq!(columns(&["Number", "Number"]), None);
        assert_eq!(columns(&["Edition"]), None);
    }
}
