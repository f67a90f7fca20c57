/*
clause = "CC-28"
zh = "公布的报告保持完好"
en = "The published report is kept intact"
by = "inspection"
*/
