//! A page of a PDF as pixels.

use hayro::hayro_syntax::Pdf;
use hayro::vello_cpu::Pixmap;
use hayro::vello_cpu::color::palette::css::WHITE;
use hayro::{PixmapSettings, RenderCache, RenderSettings, render};

/// How a page is drawn.
#[derive(Clone, Copy)]
pub struct Drawing {
    /// Pixels across.
    pub width: u16,
    /// Pixels down.
    pub height: u16,
    /// Whether letters are moved to the pixels, which makes them a little darker or lighter.
    pub hinting: bool,
}

/// Draws a page, counted from 0, on white.
pub fn page(pdf: &[u8], number: usize, drawing: Drawing) -> Pixmap {
    let pdf = Pdf::new(pdf.to_vec()).unwrap();
    let page = &pdf.pages()[number];
    let (width, height) = page.render_dimensions();
    // Half a pixel more, because the drawing is cut to whole ones.
    let settings = PixmapSettings {
        x_scale: (f32::from(drawing.width) + 0.5) / width,
        y_scale: (f32::from(drawing.height) + 0.5) / height,
        bg_color: WHITE,
    };
    let rendering = RenderSettings {
        hinting: drawing.hinting,
        ..RenderSettings::default()
    };
    let drawn = render(page, &RenderCache::new(), &Default::default(), &rendering, &settings);
    assert_eq!((drawn.width(), drawn.height()), (drawing.width, drawing.height));
    drawn
}

/// Red, green and blue of a pixel.
pub fn colour(page: &Pixmap, x: u16, y: u16) -> [u8; 3] {
    let pixel = page.sample(x, y);
    [pixel.r, pixel.g, pixel.b]
}
