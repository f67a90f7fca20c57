/*
clause = "SV-23"
zh = "催费、满意度调查时上门拜访"
en = "Fee reminders and surveys are taken to the door"
by = "inspection"
*/
