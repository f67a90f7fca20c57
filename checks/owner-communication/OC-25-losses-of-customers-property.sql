/*
clause = "OC-25"
zh = "顾客财产丢失损坏记录并报告"
en = "Loss of or damage to customers' property is recorded and reported"
by = "inspection"
*/
