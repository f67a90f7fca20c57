/*
clause = "2.1.1"
unit = "0.2"
zh = "客服人员熟悉流程制度"
en = "Service staff know the process"
subjects = "service_staff"
by = "inspection"
*/
