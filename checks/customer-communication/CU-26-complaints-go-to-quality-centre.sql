/*
clause = "CU-26"
zh = "各部门所接投诉统一转品质运营中心"
en = "Complaints reaching any department go to the quality centre"
by = "inspection"
*/
