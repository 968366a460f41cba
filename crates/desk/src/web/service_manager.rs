//! What the service manager is told (`sd_notify(3)`): that the desk serves, that it lives, that it ends. Without `NOTIFY_SOCKET` nobody is
//! told.

use sd_notify::NotifyState;

/// The desk serves.
pub(super) fn tell_ready() {
    tell(NotifyState::Ready);
}

/// The desk ends, once the answers under way are given.
pub(super) fn tell_stopping() {
    tell(NotifyState::Stopping);
}

/// Tells that the desk lives, as often as the unit asks for it (`WatchdogSec=`); never where it doesn't ask.
pub(super) async fn tell_that_it_lives() {
    let Some(period) = sd_notify::watchdog_enabled() else { return };
    // Half of the time, as sd_watchdog_enabled(3) recommends.
    let mut interval = tokio::time::interval(period / 2);
    loop {
        interval.tick().await;
        tell(NotifyState::Watchdog);
    }
}

fn tell(state: NotifyState<'_>) {
    if let Err(error) = sd_notify::notify(&[state]) {
        tracing::warn!(%error, "the service manager can't be told");
    }
}
