/*
clause = "CU-25"
zh = "服务电话变更经审批"
en = "A change of the service number is approved"
by = "inspection"
*/
