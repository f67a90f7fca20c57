/*
clause = "CC-11"
zh = "主任掌握报告内容"
en = "The manager knows the report"
by = "inspection"
*/
