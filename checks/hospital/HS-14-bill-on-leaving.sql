/*
clause = "HS-14"
zh = "出院患者出具结算凭证"
en = "Patients get their bill on leaving"
by = "inspection"
*/
