//! Every action on every state.
