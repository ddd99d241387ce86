//! Merged areas, to be looked up by a cell. In: rectangles in any number and order, as a file claims them. Out: the one that covers a
//! cell, in few steps however many there are and however tall: they hang on a tree of rows, and those that cross one row are apart.

use crate::read::Area;

/// Areas of more than one cell.
pub(super) struct Areas<'a> {
    root: Option<Box<Node<'a>>>,
}

/// The areas that cross a row, from left to right, no two of them on one another; and those that end above it or begin below.
struct Node<'a> {
    row: u32,
    across: Vec<&'a Area>,
    above: Option<Box<Node<'a>>>,
    below: Option<Box<Node<'a>>>,
}

impl<'a> Areas<'a> {
    /// Puts areas in order.
    pub(super) fn new(areas: &'a [Area]) -> Self {
        let mut areas: Vec<&Area> = areas.iter().filter(|a| a.last > a.first).collect();
        areas.sort_by_key(|area| (area.first.row, area.first.column));
        Self { root: Node::of(areas) }
    }

    /// The area that covers a cell.
    pub(super) fn at(&self, row: u32, column: u32) -> Option<&'a Area> {
        let mut node = self.root.as_deref()?;
        loop {
            let next = node.across.partition_point(|area| area.first.column <= column);
            let left = next.checked_sub(1).map(|place| node.across[place]);
            let covers = |a: &&Area| (a.first.row..=a.last.row).contains(&row) && column <= a.last.column;
            if let Some(area) = left.filter(covers) {
                return Some(area);
            }
            let on = if row < node.row { &node.above } else { &node.below };
            node = on.as_deref()?;
        }
    }
}

impl<'a> Node<'a> {
    /// Areas in the order of their first rows.
    fn of(areas: Vec<&'a Area>) -> Option<Box<Self>> {
        let row = areas.get(areas.len() / 2)?.first.row;
        let (above, rest): (Vec<&Area>, Vec<&Area>) = areas.into_iter().partition(|area| area.last.row < row);
        let (mut across, below): (Vec<&Area>, Vec<&Area>) = rest.into_iter().partition(|area| area.first.row <= row);
        across.sort_by_key(|area| area.first.column);
        across.dedup_by(|later, first| later.first.column <= first.last.column);
        Some(Box::new(Self {
            row,
            across,
            above: Self::of(above),
            below: Self::of(below),
        }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::CellRef;

    fn area(top: u32, left: u32, bottom: u32, right: u32) -> Area {
        let corner = |row, column| CellRef { row, column };
        Area {
            first: corner(top, left),
            last: corner(bottom, right),
        }
    }

    #[test]
    fn each_cell_has_the_area_that_covers_it() {
        let mut all = vec![area(0, 0, 0, 0), area(0, 30, 900, 31)];
        for row in 0..60 {
            let (top, height) = (row * 10, row % 7);
            all.extend((0..4).map(|n| area(top, n * 6, top + height, n * 6 + 1 + row % 4)));
        }
        let areas = Areas::new(&all);
        for row in 0..620 {
            for column in 0..34 {
                let covers = |a: &&Area| {
                    (a.first.row..=a.last.row).contains(&row) && (a.first.column..=a.last.column).contains(&column)
                };
                let expected = all.iter().filter(|a| a.last > a.first).find(covers);
                assert_eq!(areas.at(row, column), expected, "{row} {column}");
            }
        }
    }

    #[test]
    fn areas_upon_areas_are_one_of_them() {
        let all: Vec<Area> = (0..5_000).map(|row| area(row, 0, row + 1_000, 16_383)).collect();
        let areas = Areas::new(&all);
        for row in 0..5_000 {
            let found = areas.at(row, 7).unwrap();
            assert!(found.first.row <= row && row <= found.last.row);
        }
    }
}
