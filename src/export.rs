//! The report for other programs. In: a report. Out: bytes, one small file a format.
