//! An empty window with the desk's own options: the baseline for how soon the desk is seen (`scripts/show.sh`).

fn main() -> eframe::Result {
    let viewport = egui::ViewportBuilder::default()
        .with_title("empty")
        .with_app_id("zhupi-empty")
        .with_inner_size([1440.0, 900.0])
        .with_min_inner_size([960.0, 600.0]);
    let options = eframe::NativeOptions { viewport, ..eframe::NativeOptions::default() };
    eframe::run_native("zhupi-empty", options, Box::new(|_| Ok(Box::new(Empty))))
}

struct Empty;

impl eframe::App for Empty {
    fn ui(&mut self, _ui: &mut egui::Ui, _frame: &mut eframe::Frame) {}
}
