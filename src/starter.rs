//! The workbook that `unowned init` writes. In: nothing, or an inventory to start from. Out: the bytes of a workbook.
