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

    /// Path of the list that a term of a label stands in; of two labels both stand on the page of the result.
    pub fn label_of(&self, is_mirrored: bool, label: usize, positive: bool) -> String {
        if is_mirrored {
            return format!("{}?side={label}", self.job);
        }
        format!("{}?side={}", self.label(label), usize::from(!positive))
    }

    /// Path of a term of a label.
    pub fn term(&self, label: usize, term: usize) -> String {
        format!("{}/labels/{label}/terms/{term}", self.job)
    }
}
