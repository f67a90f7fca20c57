/*
clause = "CU-23"
item = "2.11"
zh = "客户信息保密"
en = "Customer information is confidential"
by = "inspection"
*/
