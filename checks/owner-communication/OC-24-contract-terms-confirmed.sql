/*
clause = "OC-24"
zh = "合同不明确处书面确认、变更知会协商"
en = "Unclear or changed contract terms are confirmed"
by = "inspection"
*/
