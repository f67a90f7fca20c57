/*
clause = "HS-12"
zh = "公开医德规范与致患者公开信"
en = "The ethics rules and the open letter are posted"
by = "inspection"
*/
