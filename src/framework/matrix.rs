//! The responsibility matrix. In: `matrix.csv`, or a matrix of the user's own. Out: one cell for every domain and deployment model, and
//! the strictest of several models' cells.

use std::collections::BTreeMap;

use sha2::{Digest, Sha256};

use super::{DeploymentModel, Domain, Responsibility, VERSION, hex};

const MATRIX: &str = include_str!("matrix.csv");
use crate::message::{Message, sentence};

/// One cell of the matrix. Ordered by strictness.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Cell {
    /// Whose duty it is.
    pub responsibility: Responsibility,
    /// Whether the framework marks it as a critical focus area (`*`).
    pub critical_focus: bool,
}

/// The responsibility matrix: one cell for every domain and deployment model.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Matrix {
    /// The version it states.
    pub version: String,
    /// SHA-256 of its CSV bytes, in hexadecimal.
    pub sha256: String,
    cells: [[Cell; DeploymentModel::ALL.len()]; Domain::ALL.len()],
}

impl Matrix {
    /// The embedded matrix.
    #[allow(
        clippy::expect_used,
        reason = "a test reads the embedded file, so this cannot fail in a build that passed"
    )]
    pub fn stock() -> Self {
        Self::from_csv(MATRIX.as_bytes(), VERSION).expect("the embedded matrix is complete")
    }

    /// Reads a matrix: a column `domain_id`, and one column per deployment model with `Provider`, `Customer`, `Shared` or
    /// `N/A`, a `*` behind it for a critical focus area.
    ///
    /// # Errors
    /// A sentence that names what is missing or not understood, and where.
    pub fn from_csv(bytes: &[u8], version: &str) -> Result<Self, Message> {
        let mut reader = csv::Reader::from_reader(bytes);
        let header = reader.headers().map_err(|e| Message::verbatim(e.to_string()))?.clone();
        let column = |name: &str| {
            let mut places = (0..header.len()).filter(|place| header[*place].trim() == name);
            match (places.next(), places.next()) {
                (Some(place), None) => Ok(place),
                (Some(_), Some(_)) => Err(sentence!("the column '{name}' is there twice", name)),
                (None, _) => Err(sentence!("the column '{name}' is missing", name)),
            }
        };
        let domain_column = column("domain_id")?;
        let mut columns = [0; DeploymentModel::ALL.len()];
        for (place, model) in columns.iter_mut().zip(DeploymentModel::ALL) {
            *place = column(model.id())?;
        }
        let mut rows = [None; Domain::ALL.len()];
        for record in reader.records() {
            let record = record.map_err(|e| Message::verbatim(e.to_string()))?;
            let id = record.get(domain_column).unwrap_or_default().trim();
            let domain = Domain::from_id(id).ok_or_else(|| sentence!("'{id}' is not a security domain", id))?;
            let row = matrix_row(&record, &columns, domain)?;
            if rows[domain as usize].replace(row).is_some() {
                return Err(sentence!("the row '{domain}' is there twice", domain = domain.id()));
            }
        }
        let mut cells = [[UNFILLED; DeploymentModel::ALL.len()]; Domain::ALL.len()];
        for (domain, row) in Domain::ALL.into_iter().zip(rows) {
            cells[domain as usize] =
                row.ok_or_else(|| sentence!("the row '{domain}' is missing", domain = domain.id()))?;
        }
        let sha256 = hex(&Sha256::digest(bytes));
        Ok(Self {
            version: version.to_owned(),
            sha256,
            cells,
        })
    }

    /// The cell of one domain and one model.
    pub fn cell(&self, domain: Domain, model: DeploymentModel) -> Cell {
        self.cells[domain as usize][model as usize]
    }

    /// In how many cells two matrices differ.
    pub fn differing_cells(&self, other: &Self) -> usize {
        self.cells
            .iter()
            .flatten()
            .zip(other.cells.iter().flatten())
            .filter(|(a, b)| a != b)
            .count()
    }

    /// The words of all cells, a `*` behind those of a critical focus area.
    pub fn words(&self) -> BTreeMap<Domain, BTreeMap<DeploymentModel, String>> {
        let word = |domain, model| {
            let cell = self.cell(domain, model);
            let mark = if cell.critical_focus { "*" } else { "" };
            (model, format!("{}{mark}", cell.responsibility.id()))
        };
        let row = |domain| {
            (
                domain,
                DeploymentModel::ALL
                    .into_iter()
                    .map(|model| word(domain, model))
                    .collect(),
            )
        };
        Domain::ALL.into_iter().map(row).collect()
    }

    /// The strictest cell among several models: Customer over Shared over Provider over N/A. It is a critical focus area
    /// if it is one in any of the models. Without a model nothing is owed.
    pub fn strictest(&self, domain: Domain, models: &[DeploymentModel]) -> Cell {
        let cells = models.iter().map(|&model| self.cell(domain, model));
        Cell {
            responsibility: cells
                .clone()
                .map(|c| c.responsibility)
                .max()
                .unwrap_or(Responsibility::NotApplicable),
            critical_focus: cells.into_iter().any(|c| c.critical_focus),
        }
    }
}

const UNFILLED: Cell = Cell {
    responsibility: Responsibility::NotApplicable,
    critical_focus: false,
};

fn matrix_row<const N: usize>(
    record: &csv::StringRecord,
    columns: &[usize; N],
    domain: Domain,
) -> Result<[Cell; N], Message> {
    let mut row = [UNFILLED; N];
    for (cell, &column) in row.iter_mut().zip(columns) {
        let written = record.get(column).unwrap_or_default().trim();
        let word = written.trim_end_matches('*').trim();
        let responsibility = Responsibility::from_word(word).ok_or_else(|| {
            sentence!(
                "'{written}' in row '{domain}' is not Provider, Customer, Shared or N/A",
                written,
                domain = domain.id()
            )
        })?;
        *cell = Cell {
            responsibility,
            critical_focus: written.ends_with('*'),
        };
    }
    Ok(row)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_matrix_has_the_counts_of_its_source() {
        let matrix = Matrix::stock();
        let cells = || {
            Domain::ALL
                .iter()
                .flat_map(|&d| DeploymentModel::ALL.map(|m| matrix.cell(d, m)))
        };
        let count = |r| cells().filter(|c| c.responsibility == r).count();
        assert_eq!(count(Responsibility::Customer), 57);
        assert_eq!(count(Responsibility::Shared), 40);
        assert_eq!(count(Responsibility::Provider), 22);
        assert_eq!(count(Responsibility::NotApplicable), 9);
        assert_eq!(cells().filter(|c| c.critical_focus).count(), 5);
    }

    #[test]
    fn several_models_give_the_strictest_cell() {
        let matrix = Matrix::stock();
        let cell = matrix.strictest(
            Domain::AgentGovernance,
            &[DeploymentModel::Paas, DeploymentModel::Agentic],
        );
        assert_eq!(
            cell,
            Cell {
                responsibility: Responsibility::Customer,
                critical_focus: true
            }
        );
        assert_eq!(
            matrix.strictest(Domain::DataPrivacy, &[]).responsibility,
            Responsibility::NotApplicable
        );
    }

    #[test]
    fn a_matrix_with_a_hole_or_a_strange_word_is_refused_with_its_place() {
        let strange = MATRIX.replacen("Customer", "Costumer", 1);
        assert!(
            Matrix::from_csv(strange.as_bytes(), "x")
                .unwrap_err()
                .to_string()
                .contains("Costumer")
        );
        let lines: Vec<_> = MATRIX.lines().take(16).collect();
        let error = Matrix::from_csv(lines.join("\n").as_bytes(), "x")
            .unwrap_err()
            .to_string();
        assert!(error.contains("multi-system-integration"), "{error}");
        let row = MATRIX.lines().nth(1).unwrap();
        let twice = Matrix::from_csv(format!("{MATRIX}{row}\n").as_bytes(), "x")
            .unwrap_err()
            .to_string();
        assert!(twice.contains("is there twice"), "which of the two counts? {twice}");
    }
}
