//! The map: countries as areas, cities as points, drawn here as SVG in the Equal Earth projection.
//!
//! A country is never a pin: what is known only to have happened somewhere in it is told by its shade.

use std::sync::LazyLock;

use maud::{Markup, html};
use verbale_codes::Country;

use crate::assets::WORLD;
use crate::words::{counted, name};

/// How much there is of a country.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Area {
    /// ISO 3166 alpha-3, as in records.
    pub(crate) country: String,
    pub(crate) n: u64,
}

/// How much there is of a place smaller than a country.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Point {
    pub(crate) name: String,
    /// Degrees north and east.
    pub(crate) lat: f64,
    pub(crate) lon: f64,
    pub(crate) n: u64,
    pub(crate) href: String,
}

/// Draws the world. `href` leads from a country's code to what happened there.
pub(crate) fn draw(areas: &[Area], points: &[Point], href: impl Fn(&str) -> String) -> Markup {
    let world = &*OUTLINES;
    let most = areas.iter().map(|area| area.n).max().unwrap_or(0);
    let n_of = |code: &str| areas.iter().find(|area| area.country == code).map_or(0, |area| area.n);
    let mut empty = String::new();
    for outline in world.countries.iter().filter(|outline| n_of(&outline.code) == 0) {
        empty.push_str(outline.path);
    }
    let biggest = points.iter().map(|point| point.n).max().unwrap_or(1).max(1) as f64;
    html! {
        figure.map {
            svg viewBox={ "0 0 " (world.width) " " (world.height) } role="group" aria-label="Map of the world" {
                path.land d=(empty) {}
                @for outline in &world.countries {
                    @let n = n_of(&outline.code);
                    @if n > 0 {
                        a href=(href(&outline.code)) aria-label={ (outline.name) ": " (n) } {
                            path class={ "shade" (shade(n, most)) } d=(outline.path) { title { (outline.name) ": " (n) } }
                        }
                    }
                }
                @for point in points {
                    @let (x, y) = world.project(point.lat, point.lon);
                    @let radius = 2.5 + 9.0 * (point.n as f64 / biggest).sqrt();
                    a href=(point.href) aria-label={ (point.name) ": " (point.n) } {
                        circle.city cx={ (format!("{x:.1}")) } cy={ (format!("{y:.1}")) } r={ (format!("{radius:.1}")) } {
                            title { (name(&point.name)) ": " (point.n) }
                        }
                    }
                }
            }
            figcaption {
                "Areas: " (counted(areas.iter().map(|area| area.n).sum(), "event")) " by country. Points: those known to have been in a city or at a site. What has no place is not here."
            }
        }
    }
}

/// One of five shades, by the logarithm: the many small counts should not all look alike.
fn shade(n: u64, most: u64) -> u32 {
    let share = (n as f64).ln_1p() / (most.max(1) as f64).ln_1p();
    (1..5).find(|&shade| share * 5.0 <= f64::from(shade)).unwrap_or(5)
}

struct Outlines {
    scale: f64,
    x: f64,
    y: f64,
    width: f64,
    height: f64,
    countries: Vec<Outline>,
}

struct Outline {
    code: String,
    name: &'static str,
    path: &'static str,
}

static OUTLINES: LazyLock<Outlines> = LazyLock::new(|| {
    let mut lines = WORLD.lines();
    let head: Vec<&str> = lines.next().unwrap_or_default().split(' ').collect();
    let figure = |key: &str| {
        let at = head.iter().position(|word| *word == key);
        at.and_then(|at| head.get(at + 1)?.parse().ok()).unwrap_or(0.0)
    };
    let outlines = lines.filter_map(|line| line.split_once('\t')).filter_map(|(code, path)| {
        let country = Country::from_iso(code).or_else(|| code.parse().ok())?;
        Some(Outline { code: country.code().to_owned(), name: country.name(), path })
    });
    Outlines {
        scale: figure("scale"),
        x: figure("x"),
        y: figure("y"),
        width: figure("width"),
        height: figure("height"),
        countries: outlines.collect(),
    }
});

impl Outlines {
    /// Where a point of the Earth stands on the map: the Equal Earth projection (Šavrič, Patterson and Jenny 2018,
    /// doi 10.1080/13658816.2018.1504949, equations 8 to 10).
    fn project(&self, lat: f64, lon: f64) -> (f64, f64) {
        const A: [f64; 4] = [1.340_264, -0.081_106, 0.000_893, 0.003_796];
        let root = 3.0_f64.sqrt() / 2.0;
        let theta = (root * lat.to_radians().sin()).asin();
        let t2 = theta * theta;
        let t6 = t2 * t2 * t2;
        let x = lon.to_radians() * theta.cos()
            / (root * (A[0] + 3.0 * A[1] * t2 + t6 * (7.0 * A[2] + 9.0 * A[3] * t2)));
        let y = theta * (A[0] + A[1] * t2 + t6 * (A[2] + A[3] * t2));
        (self.x + self.scale * x, self.y - self.scale * y)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn outlines_have_codes_and_names() {
        let world = &*OUTLINES;
        assert!(world.countries.len() > 165, "{}", world.countries.len());
        for code in ["RUS", "SYR", "KOS", "YEM"] {
            assert!(
                world.countries.iter().any(|outline| outline.code == code && !outline.name.is_empty()),
                "{code}"
            );
        }
    }

    /// The first point of a country's outline is near its capital: codes, outlines and projection agree.
    #[test]
    fn cities_stand_in_their_countries() {
        for (code, lat, lon) in
            [("LBN", 33.9, 35.5), ("QAT", 25.3, 51.5), ("CHE", 46.9, 7.4), ("NZL", -41.3, 174.8)]
        {
            let (x, y) = OUTLINES.project(lat, lon);
            let outline = OUTLINES.countries.iter().find(|outline| outline.code == code).unwrap();
            let near = outline.path.split('M').skip(1).any(|ring| {
                let start: Vec<f64> =
                    ring.split('l').next().unwrap().split(' ').map(|n| n.parse().unwrap()).collect();
                (start[0] - x).hypot(start[1] - y) < 25.0
            });
            assert!(near, "{code} is not near {x:.0} {y:.0}");
        }
    }

    #[test]
    fn more_is_darker() {
        assert_eq!([shade(1, 1000), shade(30, 1000), shade(1000, 1000)], [1, 3, 5]);
        let areas = [Area { country: "YEM".to_owned(), n: 4 }];
        let points = [Point { name: "<Aden>".to_owned(), lat: 12.8, lon: 45.0, n: 2, href: "/x".to_owned() }];
        let drawn = draw(&areas, &points, |code| format!("/?country={code}")).into_string();
        assert!(
            drawn.contains("/?country=YEM") && drawn.contains("shade5") && drawn.contains("&lt;Aden&gt;")
        );
    }
}
