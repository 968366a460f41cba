//! The columns of a file of license numbers, and the first line that may name them.

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
    /// All columns, in the order of a file without a first line that names them.
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
    /// The columns of a customer, in the order of
    /// [`CustomerEntry::of_typed`](crate::sql::CustomerEntry::of_typed).
    pub const CUSTOMER: [Self; 5] =
        [Self::Organisation, Self::Contact, Self::Telephone, Self::Mail, Self::Ticket];

    /// Returns words that name the column, in lower case. A title that contains one of them names this
    /// column.
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

    /// Returns the column that a title names.
    fn of_title(title: &str) -> Option<Self> {
        let title = title.to_lowercase();
        let named = |column: &Self| column.words().iter().any(|word| title.contains(word));
        // `Number` is tried last, because "license number" contains only words of the number. Otherwise later
        // columns are tried first, so that "customer contact" is the contact.
        let mut columns = Self::ALL;
        columns.rotate_left(1);
        columns.into_iter().rev().find(named)
    }
}

/// The titles of columns that are ignored: columns of the desk's own export that follow from others, and
/// remarks.
const PASSED_OVER: [&str; 11] =
    ["product", "state", "taken", "bound", "remark", "remarks", "note", "notes", "comment", "备注", "序号"];

/// Why the column titles in a first line can't be used. Then no line of the file is read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum HeadingFault {
    /// No column has this title.
    Unknown(String),
    /// Two titles name the column of this title.
    Twice(String),
    /// No title names the column of the license numbers.
    NoNumber,
}

/// The column of each field of a line; `None` for an ignored field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Columns(Vec<Option<Column>>);

impl Default for Columns {
    fn default() -> Self {
        Self(Column::ALL.map(Some).to_vec())
    }
}

impl Columns {
    /// Returns the columns that a first line names.
    ///
    /// # Errors
    /// [`HeadingFault`] unless the line names a column for each of its fields, once, including the number.
    pub fn of_heading(titles: &[String]) -> Result<Self, HeadingFault> {
        let named = titles.iter().rposition(|title| !title.is_empty()).map_or(0, |last| last + 1);
        let titles = &titles[..named];
        let is = |title: &str, name: &str| title.eq_ignore_ascii_case(name);
        // The desk's export has the expiry as it was set, and also the day that follows from it.
        let has_expiry = titles.iter().any(|title| is(title, "expiry"));
        let mut columns: Vec<Option<Column>> = Vec::new();
        for title in titles {
            let passed_over =
                PASSED_OVER.iter().any(|name| is(title, name)) || has_expiry && is(title, "expires");
            let column = if passed_over { None } else { Column::of_title(title) };
            if column.is_none() && !passed_over && !title.is_empty() {
                return Err(HeadingFault::Unknown(title.clone()));
            }
            if column.is_some() && columns.contains(&column) {
                return Err(HeadingFault::Twice(title.clone()));
            }
            columns.push(column);
        }
        if !columns.contains(&Some(Column::Number)) {
            return Err(HeadingFault::NoNumber);
        }
        if Column::ALL.map(Some).starts_with(&columns) {
            // Then lines may also have the other columns.
            return Ok(Self::default());
        }
        Ok(Self(columns))
    }

    /// Returns the field of a column, if it isn't empty.
    pub fn field<'f>(&self, fields: &'f [String], column: Column) -> Option<&'f str> {
        let at = self.0.iter().position(|one| *one == Some(column))?;
        fields.get(at).map(String::as_str).filter(|field| !field.is_empty())
    }

    /// Returns the number of columns.
    pub fn count(&self) -> usize {
        self.0.len()
    }
}

/// Whether a line names columns: its fields are words without digits, and at least one of them is a title.
pub(super) fn is_heading(fields: &[String]) -> bool {
    let is_word = |field: &String| {
        field.is_empty()
            || field.chars().any(char::is_alphabetic)
                && !field.chars().any(char::is_numeric)
                && field.chars().count() < 40
    };
    fields.iter().all(is_word) && fields.iter().any(|field| Column::of_title(field).is_some())
}

#[cfg(test)]
mod tests {
    use super::Column::{Contact, Expiry, Mail, Number, Organisation, Seats, Telephone, Ticket};
    use super::*;

    fn columns(titles: &[&str]) -> Result<Columns, HeadingFault> {
        Columns::of_heading(&titles.iter().map(|title| (*title).to_owned()).collect::<Vec<_>>())
    }

    #[test]
    fn titles_name_columns_in_any_order() {
        let named = |columns: &[Column]| Ok(Columns(columns.iter().copied().map(Some).collect()));
        assert_eq!(columns(&["License number", "Edition", "Expires"]), Ok(Columns::default()));
        assert_eq!(columns(&["Company", "E-Mail", "Serial", ""]), named(&[Organisation, Mail, Number]));
        assert_eq!(
            columns(&["客户单位", "联系人", "联系电话", "许可证号", "席位数", "到期日", "工单号"]),
            named(&[Organisation, Contact, Telephone, Number, Seats, Expiry, Ticket])
        );
        let some = |columns: &[Option<Column>]| Ok(Columns(columns.to_vec()));
        assert_eq!(
            columns(&["Number", "Remark", "", "Seats"]),
            some(&[Some(Number), None, None, Some(Seats)])
        );
        assert_eq!(columns(&["number", "expiry", "expires"]), some(&[Some(Number), Some(Expiry), None]));
    }

    #[test]
    fn each_invalid_heading_has_its_own_error() {
        let unknown = |title: &str| Err(HeadingFault::Unknown(title.to_owned()));
        assert_eq!(columns(&["Number", "Colour"]), unknown("Colour"));
        assert_eq!(columns(&["Client", "Number"]), unknown("Client"));
        assert_eq!(columns(&["Number", "Order number"]), Err(HeadingFault::Twice("Order number".to_owned())));
        assert_eq!(
            columns(&["Number", "Expires", "Valid until"]),
            Err(HeadingFault::Twice("Valid until".to_owned()))
        );
        assert_eq!(columns(&["Edition"]), Err(HeadingFault::NoNumber));
    }
}
