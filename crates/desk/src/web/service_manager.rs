//! Notifies the service manager (`sd_notify(3)`) that the desk serves, that it is alive and that it stops. Without `NOTIFY_SOCKET` nothing
//! is sent.

use sd_notify::NotifyState;

/// Notifies that the desk serves.
pub(super) fn tell_ready() {
    tell(NotifyState::Ready);
}

/// Notifies that the desk stops after the responses under way.
pub(super) fn tell_stopping() {
    tell(NotifyState::Stopping);
}

/// Notifies that the desk is alive, as often as the unit requires (`WatchdogSec=`); never if the unit doesn't require it.
pub(super) async fn tell_that_it_lives() {
    let Some(period) = sd_notify::watchdog_enabled() else { return };
    // Half of the period, as sd_watchdog_enabled(3) recommends.
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
