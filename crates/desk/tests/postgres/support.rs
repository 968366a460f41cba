//! Helpers of the tests to use a cluster.

use countersign_core::text::Lang;
use countersign_desk::postgres::{
    ConnectFault, DatabaseAddress, PoolSettings, PostgresAddress, PostgresConnection, PostgresFault,
    PostgresPool,
};
use countersign_desk::text::DatabaseFault;

pub use countersign_testing::postgres::{Authority, Cluster, Fsync, Login, PASSWORD};

/// The address in a URL.
pub fn address(url: &str) -> PostgresAddress {
    match DatabaseAddress::parse(url) {
        Ok(DatabaseAddress::Postgres(address)) => address,
        other => panic!("{url}: {other:?}"),
    }
}

/// A pool of four sessions.
pub async fn open(url: &str) -> Result<PostgresPool, ConnectFault> {
    open_with(url, PoolSettings::of_size(4)).await
}

/// A pool with these settings.
pub async fn open_with(url: &str, settings: PoolSettings) -> Result<PostgresPool, ConnectFault> {
    PostgresPool::open(&address(url), &settings).await
}

/// Returns why a connection fails. Checks that its message names no password in either language.
pub async fn refusal(url: &str) -> ConnectFault {
    let fault = open(url).await.expect_err(url);
    for lang in [Lang::En, Lang::Zh] {
        let said = DatabaseFault::of_connection(&fault, lang);
        let text = format!("{said:?} {fault:?} {fault}");
        assert!(!text.contains(PASSWORD) && !text.contains(WRONG_PASSWORD), "{text}");
    }
    fault
}

/// A wrong password.
pub const WRONG_PASSWORD: &str = "pass-of-nobody";

/// The first column of a statement's only row, as text.
pub async fn value(connection: &PostgresConnection, sql: &str) -> Result<String, PostgresFault> {
    let row = connection.statements().query_one(sql, &[]).await?;
    Ok(row.try_get(0)?)
}

/// Like `value`, with a session from the pool.
pub async fn value_of(pool: &PostgresPool, sql: &str) -> Result<String, PostgresFault> {
    value(&pool.get().await?, sql).await
}
