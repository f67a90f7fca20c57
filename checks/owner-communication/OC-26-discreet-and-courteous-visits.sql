/*
clause = "OC-26"
zh = "访问见闻保密、言行得体"
en = "Visits are discreet and courteous"
by = "inspection"
*/
