"""Workbooks: how sheets are written, and what stands in them."""
