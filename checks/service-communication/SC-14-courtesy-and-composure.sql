/*
clause = "SC-14"
zh = "接待礼仪与情绪管理"
en = "Courtesy and composure"
subjects = "service_staff"
by = "inspection"
*/
