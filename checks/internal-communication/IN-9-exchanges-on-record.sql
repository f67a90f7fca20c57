/*
clause = "IN-9"
zh = "管理处间交流有记录、个人有工作记录"
en = "Exchanges between offices and personal work are on record"
subjects = "staff"
by = "inspection"
*/
