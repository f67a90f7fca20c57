/*
clause = "CB-19"
zh = "需表决文件有明确同意或不同意"
en = "Documents put to owners carry a clear yes or no"
by = "inspection"
*/
