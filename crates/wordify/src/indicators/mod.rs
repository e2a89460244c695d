//! What is said about each selected term: [`forms`], how it is written, and [`evidence`], the documents behind it.

pub mod evidence;
pub mod forms;
