//! Recall against the share of false terms, a point for each method, as SVG.

use std::fmt::Write;

use super::tables::Point;

/// Size of the picture and of the margins around its axes, in pixels.
const WIDTH: f64 = 760.0;
const HEIGHT: f64 = 460.0;
const LEFT: f64 = 60.0;
const RIGHT: f64 = 200.0;
const TOP: f64 = 20.0;
const BOTTOM: f64 = 50.0;
/// Least distance of two lines of text.
const LINE: f64 = 15.0;
/// Ends of both axes: shares of the true terms and of the listed ones.
const AXIS_MAX: f64 = 1.0;

/// The picture.
pub(super) fn draw(points: &[Point]) -> String {
    let x = |wrong: f64| LEFT + wrong / AXIS_MAX * (WIDTH - LEFT - RIGHT);
    let y = |recall: f64| HEIGHT - BOTTOM - recall / AXIS_MAX * (HEIGHT - TOP - BOTTOM);
    let mut svg = String::new();
    let mut line = |text: String| writeln!(svg, "{text}").expect("a string takes all");
    line(format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {WIDTH} {HEIGHT}\" font-family=\"sans-serif\" font-size=\"12\">\n\
         <title>Recall against the share of false terms, by method</title>\n\
         <rect width=\"{WIDTH}\" height=\"{HEIGHT}\" fill=\"#fff\"/>"
    ));
    for tenth in [0, 2, 4, 6, 8, 10] {
        let share = f64::from(tenth) / 10.0;
        let (right, bottom) = (x(AXIS_MAX), y(0.0));
        line(format!(
            "<path d=\"M{LEFT} {:.1}H{right:.1}M{:.1} {TOP}V{bottom:.1}\" stroke=\"#ddd\"/>\n\
             <text x=\"{}\" y=\"{:.1}\" text-anchor=\"end\">{share}</text>\n\
             <text x=\"{:.1}\" y=\"{}\" text-anchor=\"middle\">{share}</text>",
            y(share),
            x(share),
            LEFT - 8.0,
            y(share) + 4.0,
            x(share),
            HEIGHT - BOTTOM + 18.0
        ));
    }
    // What the default promises ends here.
    line(format!(
        "<path d=\"M{:.1} {TOP}V{:.1}\" stroke=\"#a40\" stroke-dasharray=\"4 4\"/>",
        x(0.1),
        y(0.0)
    ));
    line(format!(
        "<text x=\"{:.1}\" y=\"{}\" text-anchor=\"middle\">share of the listed terms that are false (marginally)</text>\n\
         <text x=\"16\" y=\"{:.1}\" text-anchor=\"middle\" transform=\"rotate(-90 16 {:.1})\">share of the true terms found</text>",
        f64::midpoint(LEFT, x(AXIS_MAX)),
        HEIGHT - 8.0,
        y(0.5),
        y(0.5)
    ));
    let mut order: Vec<&Point> = points.iter().collect();
    order.sort_by(|one, other| other.recall.total_cmp(&one.recall));
    let mut free = TOP;
    for point in order {
        let (x, y) = (x(point.wrong), y(point.recall));
        let at = (y + 4.0).max(free + LINE);
        free = at;
        let fill = if point.method.starts_with("Wordify,") { "#a40" } else { "#357" };
        let name = point.method.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
        line(format!(
            "<circle cx=\"{x:.1}\" cy=\"{y:.1}\" r=\"4\" fill=\"{fill}\"/>\n\
             <path d=\"M{:.1} {y:.1}L{:.1} {:.1}\" stroke=\"{fill}\" stroke-opacity=\".35\"/>\n\
             <text x=\"{:.1}\" y=\"{at:.1}\" fill=\"{fill}\">{name}</text>",
            x + 5.0,
            WIDTH - RIGHT + 18.0,
            at - 4.0,
            WIDTH - RIGHT + 22.0
        ));
    }
    line("</svg>".to_owned());
    svg
}
