//! Where on the site a page of a job stands.

use crate::frame;

/// What every page of a job knows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// Address of the site, such as `https://wordify.example`.
    pub site: String,
    /// Path of the job, such as `/jobs/0123…`, with that of the site where it has one.
    pub job: String,
}

impl Place {
    /// The whole address of the job.
    pub fn address(&self) -> String {
        // The address of the site ends with its path.
        let inside = self.job.strip_prefix(frame::current().root.as_str()).unwrap_or(&self.job);
        format!("{}{inside}", self.site)
    }

    /// Path of a label.
    pub fn label(&self, label: usize) -> String {
        format!("{}/labels/{label}", self.job)
    }

    /// Path of a term of a label.
    pub fn term(&self, label: usize, term: usize) -> String {
        format!("{}/labels/{label}/terms/{term}", self.job)
    }
}
