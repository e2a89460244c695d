//! Which route answered a request.

/// An extension of each response: the template of its route, such as `/jobs/{key}`, since the path itself may hold a key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Route(pub String);
