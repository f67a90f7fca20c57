/*
clause = "CU-23"
item = "2.11"
zh = "客户信息保密"
en = "Customer information is confidential"
subjects = "customer_files"
by = "inspection"
*/
