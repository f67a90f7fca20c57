/*
clause = "HS-11"
zh = "上岗人员佩戴胸卡"
en = "Staff wear their badges"
subjects = "staff"
by = "inspection"
*/
