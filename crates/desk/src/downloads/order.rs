//! Makes a link by an operator's order: chooses its product, checks that there is a build for it, and
//! generates its code. The office and the command line both make links here.

use thiserror::Error;

use super::{DownloadLink, LinkCode, choose};
use crate::dates::DAY_SECONDS;
use crate::profiles::{ProductFault, Profiles};
use crate::sql::{NewLink, SqlStore};
use countersign_ledger::{CaseNumber, CaseStore as _, StoreError};

/// An operator's order of a link.
#[derive(Debug, Clone)]
pub struct LinkOrder {
    /// The product; `None` for the product of the case, or the only one.
    pub product: Option<String>,
    /// The case that the link is for.
    pub case: Option<CaseNumber>,
    /// The number of days that the link is valid.
    pub days: u16,
    /// The operator.
    pub by: String,
    /// The time of the order, in seconds since 1970-01-01 UTC.
    pub at: i64,
}

/// Why no link is made.
#[derive(Debug, Error)]
pub enum LinkRefusal {
    /// No product is chosen.
    #[error("no product is chosen")]
    Product(ProductFault),
    /// There is no such case.
    #[error("there is no case {0}")]
    CaseUnknown(CaseNumber),
    /// The case is of another product, which is named.
    #[error("{0} is a case of {1}")]
    CaseOfProduct(CaseNumber, String),
    /// The product has no build.
    #[error("there is no build for {0}")]
    NoBuild(String),
    /// The system gives no random bytes.
    #[error("no random bytes: {0}")]
    Random(getrandom::Error),
    /// The database can't be read or written.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl LinkOrder {
    /// Makes the link.
    ///
    /// # Errors
    /// [`LinkRefusal`] if the order can't be carried out.
    pub async fn make(self, store: &SqlStore, profiles: &Profiles) -> Result<DownloadLink, LinkRefusal> {
        let history = match self.case {
            Some(case) => store.case_history(case).await?,
            None => None,
        };
        let of_case = history.as_ref().and_then(|history| Some((history.case.number, history.product()?)));
        let named = self.product.as_deref().or(of_case.map(|(_, product)| product));
        let profile = profiles.product(named).map_err(LinkRefusal::Product)?;
        if let Some((case, product)) = of_case.filter(|(_, product)| *product != profile.product) {
            return Err(LinkRefusal::CaseOfProduct(case, product.to_owned()));
        }
        let builds = store.builds().await?;
        if choose(&builds, &profile.product, profile.policy.older_binding).is_empty() {
            return Err(LinkRefusal::NoBuild(profile.product.clone()));
        }
        let new = NewLink {
            code: LinkCode::generate().map_err(LinkRefusal::Random)?,
            product: profile.product.clone(),
            case: self.case,
            expires: self.at.saturating_add(i64::from(self.days) * DAY_SECONDS),
            by: self.by,
            at: self.at,
        };
        let made = store.make_link(new).await?;
        made.ok_or_else(|| {
            self.case.map_or(LinkRefusal::Store(StoreError::Conflict), LinkRefusal::CaseUnknown)
        })
    }
}
