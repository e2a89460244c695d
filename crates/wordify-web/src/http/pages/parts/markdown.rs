//! Texts of the institution that runs a site, from Markdown. HTML in them is shown as the text that it is.

use pulldown_cmark::{CowStr, Event, Parser, Tag, TagEnd, html};

/// What links may begin with.
const SAFE: [&str; 5] = ["https://", "http://", "mailto:", "/", "#"];

/// The HTML of a text.
pub fn to_html(markdown: &str) -> String {
    let mut is_image = false;
    let mut text = String::new();
    let events = Parser::new(markdown).filter_map(|event| match event {
        Event::Html(html) | Event::InlineHtml(html) => Some(Event::Text(html)),
        // Pages load nothing from other hosts: of a picture its description stays.
        Event::Start(Tag::Image { .. }) => {
            is_image = true;
            None
        }
        Event::End(TagEnd::Image) => {
            is_image = false;
            None
        }
        Event::Start(Tag::Link { link_type, dest_url, title, id }) if !is_image => {
            let dest_url = if is_safe(&dest_url) { dest_url } else { CowStr::Borrowed("#") };
            Some(Event::Start(Tag::Link { link_type, dest_url, title, id }))
        }
        other => Some(other),
    });
    html::push_html(&mut text, events);
    text
}

/// What of a text is not shown as it was meant: scripts and other HTML, links that run something.
pub fn doubts(markdown: &str) -> Option<String> {
    Parser::new(markdown).find_map(|event| match event {
        Event::Html(html) | Event::InlineHtml(html) => {
            let shown: String = html.trim().chars().take(40).collect();
            Some(format!("it holds HTML, which is shown as text: {shown}"))
        }
        Event::Start(Tag::Link { dest_url, .. }) if !is_safe(&dest_url) => {
            let shown: String = dest_url.chars().take(40).collect();
            Some(format!("it holds a link that leads nowhere: {shown}"))
        }
        _ => None,
    })
}

fn is_safe(address: &str) -> bool {
    let address = address.trim().to_ascii_lowercase();
    SAFE.iter().any(|begin| address.starts_with(begin)) && !address.starts_with("//")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headings_lists_and_links_are_made_and_nothing_runs() {
        let page = to_html(
            "# Imprint\n\nExample University\n\n- [Mail](mailto:a@example.edu)\n- **bold** <b>not</b>\n\n\
             <script>alert(1)</script>\n\n[bad](javascript:alert(1)) [worse](//evil.example) ![a logo](https://evil.example/x.png)\n",
        );
        for expected in [
            "<h1>Imprint</h1>",
            "<a href=\"mailto:a@example.edu\">Mail</a>",
            "<strong>bold</strong> &lt;b&gt;not&lt;/b&gt;",
            "&lt;script&gt;alert(1)&lt;/script&gt;",
            "<a href=\"#\">bad</a>",
            "<a href=\"#\">worse</a>",
            "a logo",
        ] {
            assert!(page.contains(expected), "{expected}: {page}");
        }
        for word in ["<script", "javascript:", "evil.example", "<img"] {
            assert!(!page.contains(word), "{word}: {page}");
        }
    }

    #[test]
    fn what_is_not_shown_as_it_was_meant_is_found() {
        assert_eq!(doubts("# Imprint\n\n[mail](mailto:a@b.org) <https://example.org>"), None);
        assert!(doubts("a <script>x</script>").is_some_and(|doubt| doubt.contains("<script>")));
        assert!(doubts("[x](javascript:y)").is_some_and(|doubt| doubt.contains("javascript:y")));
    }
}
