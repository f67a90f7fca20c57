/*
clause = "HS-13"
zh = "公开专家门诊与手术时间安排"
en = "Specialists and surgery times are posted"
by = "inspection"
*/
