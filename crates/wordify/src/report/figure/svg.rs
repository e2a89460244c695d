//! A figure as SVG with text as text, in any script, that needs nothing else.

use super::canvas::{Anchor, Drawing, POINTS_PER_MM, RIM, Shape, TEXT, Text, WHITE};
use crate::report::markup::{escaped, put};

pub(super) fn write(drawing: &Drawing) -> String {
    let Drawing { width, height, .. } = drawing;
    let (title, description) = (escaped(&drawing.title), escaped(&drawing.description));
    let [wide, high] = [width, height].map(|points| points / POINTS_PER_MM);
    let mut body = String::new();
    drawing.shapes.iter().for_each(|shape| draw(&mut body, shape));
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{wide:.2}mm\" height=\"{high:.2}mm\" viewBox=\"0 0 {width:.2} {height:.2}\" \
         role=\"img\" font-family=\"Inter, Helvetica, Arial, 'Liberation Sans', 'Noto Sans', sans-serif\" fill=\"{TEXT}\">\n\
         <title>{title}</title>\n<desc>{description}</desc>\n<rect width=\"100%\" height=\"100%\" fill=\"{WHITE}\"/>\n{body}</svg>\n"
    )
}

fn draw(body: &mut String, shape: &Shape) {
    match shape {
        Shape::Text(text) => put(body, format_args!("{}\n", element(text))),
        Shape::Line { from: (x, y), to: (x2, y2), colour, width } => put(
            body,
            format_args!(
                "<path d=\"M{x:.2} {y:.2}L{x2:.2} {y2:.2}\" stroke=\"{colour}\" stroke-width=\"{width}\" fill=\"none\"/>\n"
            ),
        ),
        Shape::Mark { at: (x, y), radius, fill, rim, name } => {
            let rim = rim.map_or_else(String::new, |rim| format!(" stroke=\"{rim}\" stroke-width=\"{RIM}\""));
            let (end, close) = match name.as_str() {
                "" => ("/>".to_owned(), ""),
                name => (format!("><title>{}</title>", escaped(name)), "</circle>"),
            };
            put(
                body,
                format_args!(
                    "<circle cx=\"{x:.2}\" cy=\"{y:.2}\" r=\"{radius:.2}\" fill=\"{fill}\"{rim}{end}{close}\n"
                ),
            );
        }
        Shape::Area { at: (x, y), size: (width, height), fill, rim } => {
            let fill = fill.map_or_else(|| "none".to_owned(), |fill| fill.to_string());
            put(
                body,
                format_args!(
                    "<rect x=\"{x:.2}\" y=\"{y:.2}\" width=\"{width:.2}\" height=\"{height:.2}\" fill=\"{fill}\" stroke=\"{rim}\" \
                     stroke-width=\"{RIM}\"/>\n"
                ),
            );
        }
    }
}

fn element(text: &Text) -> String {
    let Text { base: (x, y), size, .. } = text;
    let anchor = match text.anchor {
        Anchor::Start => "start",
        Anchor::Middle => "middle",
        Anchor::End => "end",
    };
    let weight = if text.is_bold { " font-weight=\"600\"" } else { "" };
    let fill = if text.colour == TEXT { String::new() } else { format!(" fill=\"{}\"", text.colour) };
    let turn =
        text.turned_at.map_or_else(String::new, |(x, y)| format!(" transform=\"rotate(-90 {x:.2} {y:.2})\""));
    let written = escaped(&text.text);
    format!(
        "<text x=\"{x:.2}\" y=\"{y:.2}\" font-size=\"{size}\" text-anchor=\"{anchor}\"{weight}{fill}{turn}>{written}</text>"
    )
}
