/*
clause = "EM-10"
zh = "离职前工作交接完备"
en = "Work is handed over before leaving"
subjects = "leavers"
by = "inspection"
*/
